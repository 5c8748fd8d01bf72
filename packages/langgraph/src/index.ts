export * from './core.js';
export { createCodeInterpreterToolkit } from './langchain/create-toolkit.js';
export type { CodeInterpreterToolkitAndTools } from './langchain/create-toolkit.js';
export { codeInterpreterArtifactOf } from './langchain/storable-artifact.js';
export { CodeInterpreterToolkit } from './langchain/toolkit.js';
