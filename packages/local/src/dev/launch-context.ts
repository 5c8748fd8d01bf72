/** Told each line that an agent, or what makes it, prints. */
export type OutputListener = (line: string, stream: 'stdout' | 'stderr') => void;

/** What all ways to start an agent take. */
export interface LaunchContext {
  /** Of the agent. */
  readonly name: string;
  readonly assembly: string;
  readonly project: string;
  /** Left out: it is looked for. */
  readonly folder?: string;
  readonly port: number;
  /** Of the process, the template and the caller. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names in it that are the agent's, not the machine's. */
  readonly own: readonly string[];
  readonly onOutput: OutputListener;
  /** Ends what takes long. */
  readonly signal: AbortSignal;
}
