export { createCodeInterpreterTools } from './strands/create-tools.js';
export type { CodeInterpreterTools } from './strands/create-tools.js';
export type { CodeInterpreterArtifactUpdate } from './strands/code-interpreter-tool.js';
export type { CodeInterpreterToolsOptions } from './strands/options.js';
