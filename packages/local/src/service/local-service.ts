import { Faults } from '../faults/faults.js';
import { EngineReport, NetworkMode } from '../sandbox/sandbox.js';

/** A code interpreter that was there from the start. */
export interface LocalInterpreter {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly networkMode: NetworkMode;
}

/** An agent of the assembly, and the variables that it finds when it is deployed. */
export interface LocalAgent {
  readonly agent: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The service, running. */
export interface LocalService extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly region: string;
  /** The variables that point SDKs at it. With an assembly, also those that name its code interpreters. */
  readonly environment: Readonly<Record<string, string>>;
  readonly interpreters: readonly LocalInterpreter[];
  /** Of the assembly. Empty without one. */
  readonly agents: readonly LocalAgent[];
  /** Failures on purpose: add some, and take them away. */
  readonly faults: Faults;
  /** How sessions are kept apart, and what is not. */
  readonly report: EngineReport;
  /** Whether there is a page at `/`. */
  readonly page: boolean;
  /** Ends all sessions and frees everything. May be called more than once. */
  close(): Promise<void>;
}
