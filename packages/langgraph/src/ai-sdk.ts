export { createCodeInterpreterTools } from './ai-sdk/create-tools.js';
export type { CodeInterpreterTools, CodeInterpreterToolSet } from './ai-sdk/create-tools.js';
export type { CodeInterpreterToolsOptions, ToolExecution } from './ai-sdk/options.js';
