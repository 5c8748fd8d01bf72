/** How an agent is started. */
export interface Launch {
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly folder: string;
  /** Whether the folder is that of the sources. */
  readonly runsSources: boolean;
  /** All of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the agent does without, or has otherwise than when it is deployed. */
  readonly notes: readonly string[];
  /** What else there is to do at the end. Left out: nothing. */
  readonly cleanUp?: () => Promise<void>;
}
