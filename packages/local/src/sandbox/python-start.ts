import { fileURLToPath } from 'node:url';

/** Holds `agentcore_sandbox`: sandboxes need to read it. */
export const PYTHON_PACKAGES = fileURLToPath(new URL('../../python', import.meta.url));

/** A Python that sees nothing of its surroundings, and runs `main` of a module of ours. */
export function pythonStart(python: string, module: 'keeper' | 'spawned' | 'spawned_relay'): string[] {
  return pythonCall(python, `from agentcore_sandbox.${module} import main; main()`);
}

/** A Python that can import `agentcore_sandbox`. */
export function pythonCall(python: string, code: string): string[] {
  return [python, '-I', '-c', `import sys; sys.path.insert(0, ${JSON.stringify(PYTHON_PACKAGES)}); ${code}`];
}
