import { Limits, PythonReport } from './sandbox.js';

/** A Python that sessions run. */
export interface PythonInstallation extends PythonReport {
  /** What a sandbox needs of it, read-only: its prefix, and that of the Python it was made from. */
  readonly readOnly: readonly string[];
}

/** A runtime for JavaScript and TypeScript. */
export interface ScriptRuntime {
  readonly version: string;
  readonly path: string;
  /** Starts a cell process that speaks on file descriptor 3. */
  readonly command: readonly string[];
  /** What a sandbox needs, read-only. */
  readonly readOnly: readonly string[];
}

/** What any engine is made with. */
export interface EngineSetup {
  readonly limits: Limits;
  readonly python: PythonInstallation;
  readonly nodejs?: ScriptRuntime;
  readonly deno?: ScriptRuntime;
  /** Unix socket of the filtering proxy, through which PUBLIC and VPC sessions reach the internet. */
  readonly proxySocket: string;
  /** More that sandboxes see, read-only: bundles of certificates. */
  readonly readOnly: readonly string[];
  /** More variables for code in sandboxes: where those bundles are. */
  readonly environment: Readonly<Record<string, string>>;
  /** For what the operator of the service has to know. */
  readonly warn: (message: string) => void;
}
