import { Resolver } from './resolver';
import { ConfigNode } from '../node';
import { Problems } from '../problem';

/** What variables stand for, beside the file itself. */
export interface VariableSources {
  /** What the configuration is called in messages. */
  readonly file: string;
  /** The folder that paths are relative to, absolute. */
  readonly directory: string;
  /** More folders that may be read from, absolute. */
  readonly readableDirectories: readonly string[];
  readonly stage?: string;
  readonly options: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The stage that was given, or else `provider.stage` of the file, or else `dev`. */
export function stageOf(root: ConfigNode, sources: VariableSources): string {
  return new Resolver(root, sources, new Problems()).stage()!;
}
