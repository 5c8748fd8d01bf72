import type { AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { bindCode } from './agent-source-code';
import { checkDirectory, isFile } from './agent-source-directory';
import { bindImageAsset } from './agent-source-image';
import { NODE } from './agent-source-node';
import { PYTHON } from './agent-source-python';
import { configurationError } from './errors';
import type { AgentDirectoryOptions } from '../agent-source';

const LANGUAGES = [PYTHON, NODE];

export function bindDirectory(scope: Construct, role: iam.IRole, directory: string, options: AgentDirectoryOptions): AgentRuntimeArtifact {
  checkDirectory(scope, directory);
  const { exclude } = options;
  if (isFile(directory, 'Dockerfile')) { return bindImageAsset(scope, role, directory, { exclude }); }

  const found = LANGUAGES.filter((language) => language.findEntryPoint(scope, directory));
  if (found.length === 1) { return bindCode(scope, role, found[0], directory, { exclude }); }
  if (found.length > 1) {
    const files = found.map((language) => `${language.findEntryPoint(scope, directory)} (${language.name})`).join(' and ');
    throw configurationError(scope, 'AmbiguousAgentSource',
      `found ${files} in ${directory}, and no Dockerfile; choose with ${LANGUAGES.map(({ factory }) => factory).join(' or ')}`);
  }
  // It cannot run as it is, and the error for an entry point says why.
  const other = LANGUAGES.find((language) => language.findOtherEntryPoint(scope, directory));
  if (other) { return bindCode(scope, role, other, directory, { exclude }); }
  throw configurationError(scope, 'AgentSourceNotFound',
    `found nothing to run in ${directory}, looked for: Dockerfile, ${LANGUAGES.map(({ lookedFor }) => lookedFor).join(', ')}`
    + `; add one of them, or name a file with entryPoint of ${LANGUAGES.map(({ factory }) => factory).join(' or ')}`);
}
