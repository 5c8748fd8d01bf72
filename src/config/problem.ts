import { IConstruct } from 'constructs';
import { ConfigPath, pathText, Position } from './node';
import { configurationError } from '../private/errors';

const MAX_SHOWN = 100;

/** What is wrong at one place of a configuration file. */
export interface Problem {
  readonly at: Position;
  readonly path: ConfigPath;
  /** What was found, what is allowed, what to do. */
  readonly message: string;
}

/** What is legal there, and handled in another way than its author may expect. */
export interface Note extends Problem {
  /** The last part of the id with which the warning is acknowledged. */
  readonly id: string;
  /** Whether the file asks for something that is not built, which is an error where the user asked for strictness. */
  readonly unbuilt: boolean;
}

/** Collects the problems of a file, so that all of them are reported at once. */
export class Problems {
  private readonly all: Problem[] = [];

  public get count(): number {
    return this.all.length;
  }

  public add(at: Position, path: ConfigPath, message: string): void {
    this.all.push({ at, path, message });
  }

  /** In the order in which they are written, each once. */
  public list(): Problem[] {
    const texts = new Set<string>();
    return [...this.all]
      .sort((a, b) => a.at.file.localeCompare(b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column)
      .filter((problem) => !texts.has(problemText(problem)) && texts.add(problemText(problem)));
  }

  /** Fails with all problems, for the construct that would have been made. */
  public throwIfAny(scope: IConstruct | undefined): void {
    const problems = this.list();
    if (problems.length === 0) { return; }
    const more = problems.length > MAX_SHOWN ? `\nand ${problems.length - MAX_SHOWN} more` : '';
    throw configurationError(scope, 'InvalidConfig',
      `${problems.length === 1 ? '1 problem' : `${problems.length} problems`} found, nothing was defined\n`
      + `${problems.slice(0, MAX_SHOWN).map(problemText).join('\n')}${more}\n`);
  }
}

/** `serverless.yml:14:18  agents.analyzer.network.mode`, and below it the message. */
export function problemText({ at, path, message }: Problem): string {
  const place = at.line === 0 ? at.file : `${at.file}:${at.line}:${at.column}`;
  return `${path.length === 0 ? place : `${place}  ${pathText(path)}`}\n  ${message}`;
}
