import { mayHaveModuleSyntax, needsRewriting } from './cell-shape.js';
import { TransformProcess, TransformRequest } from './transform-process.js';

/** Plain JavaScript that a cell process evaluates, or why there is none: text for stderr. */
export type ScriptTransform = { readonly code: string } | { readonly problem: string };

/** Turns a cell as it was written into what the inspector's REPL mode evaluates. */
export interface ScriptTransformer {
  transform(code: string, language: 'javascript' | 'typescript', runtime: 'nodejs' | 'deno'): Promise<ScriptTransform>;
  /** Starts what the first TypeScript cell would have to wait for. */
  warm(): Promise<void>;
  /** Leaves no process. */
  close(): Promise<void>;
}

export interface ScriptTransformerOptions {
  /** For each cell. 10,000 when left out. */
  readonly milliseconds?: number;
}

/** In UTF-16 units. A megabyte of code is a library, not a cell; data belongs into a file. */
const maximumLength = 4 * 1024 * 1024;

/** One that is kept busy by a hostile cell must not hold up the rest. */
const maximumProcesses = 3;

/** Nothing is started before the first cell that needs it. */
export function createScriptTransformer(options: ScriptTransformerOptions = {}): ScriptTransformer {
  return new ProcessTransformer(options.milliseconds ?? 10_000);
}

class ProcessTransformer implements ScriptTransformer {
  private processes: TransformProcess[] = [];
  private readonly waiting: (() => void)[] = [];
  private closed = false;

  constructor(private readonly milliseconds: number) {}

  public async transform(code: string, language: 'javascript' | 'typescript', runtime: 'nodejs' | 'deno'): Promise<ScriptTransform> {
    if (language === 'javascript' && !(code.length > maximumLength ? mayHaveModuleSyntax(code) : needsRewriting(code))) {
      return { code };
    }
    if (code.length > maximumLength) {
      return {
        problem: `RangeError: this ${language} cell has ${code.length} characters; with types, import or export it may have at most `
          + `${maximumLength}. Write the code or its data to a file with writeFiles and read that.\n`,
      };
    }
    const answer = await this.ask({ code, language, runtime });
    return answer ?? {
      problem: this.closed
        ? 'Error: the service is shutting down; the cell was not run.\n'
        : `RangeError: this ${language} cell could not be transformed within ${this.milliseconds / 1000} s and the memory allowed; `
          + 'it was not run. Make it smaller or less deeply nested.\n',
    };
  }

  public async warm(): Promise<void> {
    await this.ask({ warm: true });
  }

  public async close(): Promise<void> {
    this.closed = true;
    this.waiting.splice(0).forEach(resume => resume());
    await Promise.all(this.processes.splice(0).map(process => process.close()));
  }

  private async ask(request: TransformRequest | { readonly warm: true }): Promise<ScriptTransform | undefined> {
    let process = this.free();
    while (!process && !this.closed) {
      await new Promise<void>(resolve => this.waiting.push(resolve));
      process = this.free();
    }
    const answer = await process?.request(request);
    this.processes = this.processes.filter(({ alive }) => alive);
    this.waiting.shift()?.();
    return answer;
  }

  private free(): TransformProcess | undefined {
    if (this.closed) {
      return undefined;
    }
    let process = this.processes.find(({ busy, alive }) => alive && !busy);
    if (!process && this.processes.length < maximumProcesses) {
      process = new TransformProcess(this.milliseconds);
      this.processes.push(process);
    }
    return process;
  }
}
