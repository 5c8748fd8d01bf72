import { LocalService } from './service/local-service.js';
import { LocalServiceOptions } from './service/options.js';
import { startService } from './service/start.js';

/**
 * Starts Amazon Bedrock AgentCore's code-interpreter API on this machine, over real sandboxes. Settles when it listens.
 * @throws Error that says what to do: no sandbox works here, an option is wrong, the port is taken.
 */
export function startLocalService(options: LocalServiceOptions = {}): Promise<LocalService> {
  return startService(options, 0);
}

export type { ConfiguredInterpreter } from './config/config-file.js';
export type { Fault, FaultKind } from './faults/fault.js';
export type { ActiveFault, Faults } from './faults/faults.js';
export type { CallEvent, ServiceObserver, SessionEvent } from './observer.js';
export type { EngineReport, Limits, NetworkMode, PythonReport, Tier } from './sandbox/sandbox.js';
export type { LocalAgent, LocalInterpreter, LocalService } from './service/local-service.js';
export type { LocalServiceOptions } from './service/options.js';
