/** Whose resources the service pretends to serve. */
export interface Identity {
  readonly region: string;
  readonly accountId: string;
}

/** The interpreter that every account has. */
export const SYSTEM_INTERPRETER_ID = 'aws.codeinterpreter.v1';

const ARN = /^arn:aws(?:-[^:]+)?:bedrock-agentcore:[a-z0-9-]+:(?:aws|\d{12}):code-interpreter(?:-custom)?\/([^/]+)$/;

export function interpreterArn({ region, accountId }: Identity, id: string): string {
  const service = `arn:${partition(region)}:bedrock-agentcore:${region}`;
  return id === SYSTEM_INTERPRETER_ID ? `${service}:aws:code-interpreter/${id}` : `${service}:${accountId}:code-interpreter-custom/${id}`;
}

/** Of an id or an ARN. Region and account are not compared: an agent may be set up for those it will be deployed to. */
export function interpreterIdOf(identifier: string): string {
  return identifier.startsWith('arn:') ? ARN.exec(identifier)?.[1] ?? identifier : identifier;
}

function partition(region: string): string {
  if (region.startsWith('cn-')) { return 'aws-cn'; }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
