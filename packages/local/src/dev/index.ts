export { AgentError } from './agent-error.js';
export type { AgentExit } from './agent-process.js';
export type { AgentAnswer, AgentEvent, InvokeOptions } from './invoke.js';
export { startAgent } from './start-agent.js';
export type { AgentOptions, RunningAgent } from './start-agent.js';
