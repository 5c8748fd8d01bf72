/** All that happens to a source when an agent is made. `AgentSource` loads it then, as apps without agents never need it. */
export { bindArtifact } from './agent-source-artifact';
export { bindCode, bindS3 } from './agent-source-code';
export { bindDirectory } from './agent-source-detection';
export { bindEcrImage, bindImageAsset, bindImageUri } from './agent-source-image';
export { NODE } from './agent-source-node';
export { PYTHON } from './agent-source-python';
