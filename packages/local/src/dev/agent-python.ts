import { access } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The Python of an agent, with the variables that an activated environment sets. */
export interface AgentPython {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** That of `.venv` in the agent's folder or in the project, else of the environment that is active, else `python3` on the path. */
export async function agentPython(folders: readonly string[], environment: Environment): Promise<AgentPython> {
  const active = environment.VIRTUAL_ENV;
  for (const home of [...folders.map((folder) => join(folder, '.venv')), ...(active ? [active] : [])]) {
    const path = join(home, 'bin', 'python');
    if (await access(path).then(() => true, () => false)) {
      return { path, environment: { VIRTUAL_ENV: home, PATH: [dirname(path), environment.PATH].filter(Boolean).join(delimiter) } };
    }
  }
  return { path: 'python3', environment: {} };
}
