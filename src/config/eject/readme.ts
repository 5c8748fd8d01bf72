import type { AppOptions } from './ejected-app';
import { plainText } from './outline';

/** What differs between languages. */
export interface ReadmeCommands {
  /** The file with the class. */
  readonly file: string;
  readonly install: string;
  readonly check?: string;
  readonly cdk: string;
}

export function readme({ service, stage, stackId, source }: AppOptions, { file, install, check, cdk }: ReadmeCommands): string {
  return `# ${plainText(service) || 'Agents'} with CDK

Written from \`${plainText(source)}\` for the stage \`${plainText(stage)}\`. \`${file}\` makes what the file describes, and is yours to change.
Variables such as \`\${env:…}\`, \`\${param:…}\` and \`\${opt:…}\` were replaced by their values: look for secrets among them
before you commit.

\`\`\`sh
${install}
${check === undefined ? '' : `${check}\n`}${cdk} diff ${stackId}
${cdk} deploy ${stackId}
\`\`\`

The template is that of \`AgentsFromConfig\` in a stack and under an id of the same names, if both apps have the same
feature flags: copy \`context\` from the \`cdk.json\` of an app that you had.
`;
}
