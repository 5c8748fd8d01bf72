import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentVariable } from '../assembly/agents.js';
import { Assembly } from '../assembly/assembly.js';
import { homeFolder } from '../home-folder.js';
import { Identity, interpreterArn } from '../state/identity.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the variables are made of. */
export interface ClientEnvironmentOptions extends Identity {
  readonly url: string;
  /** Left out: none is needed. */
  readonly token?: string;
  readonly assembly?: Assembly;
  /** That of the process, which may have credentials already. */
  readonly environment: Environment;
}

const INTERPRETER_VARIABLE = 'CUSTOM_INTERPRETER_ID';
const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/** What tells of them in the files, which often hold a region only. */
const CREDENTIALS_SETTING = /^\s*(?:aws_access_key_id|sso_\w+|role_arn|credential_process|login_session|source_profile)\s*=/m;

/** The variables that point the SDKs at the service. With them they need no other change. */
export function clientEnvironment(options: ClientEnvironmentOptions): Record<string, string> {
  const { url, region, assembly } = options;
  return {
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: url,
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url,
    // The AgentCore SDK for Python reads its own.
    BEDROCK_AGENTCORE_DP_ENDPOINT: url,
    BEDROCK_AGENTCORE_CP_ENDPOINT: url,
    AWS_REGION: region,
    // boto3 looks at no other.
    AWS_DEFAULT_REGION: region,
    ...credentials(options),
    ...(assembly && commonVariables(assembly, options)),
  };
}

/** The variables of each agent of the assembly: who it is, and what it would find when deployed. */
export function agentEnvironments(
  assembly: Assembly,
  identity: Identity,
): { readonly agent: string; readonly variables: Record<string, string> }[] {
  return assembly.agents.map(({ name, stack, variables }) => ({
    agent: `${name} (${stack})`,
    variables: Object.fromEntries(Object.entries(variables).map(([variable, value]) => [variable, valueOf(value, identity)])),
  }));
}

/** Those on which all agents agree. Without agents: the only interpreter there is. */
function commonVariables(assembly: Assembly, options: ClientEnvironmentOptions): Record<string, string> {
  const agents = agentEnvironments(assembly, options);
  const [only] = assembly.interpreters;
  if (agents.length === 0) { return only && assembly.interpreters.length === 1 ? { [INTERPRETER_VARIABLE]: only.id } : {}; }
  return Object.fromEntries(agents.flatMap(({ variables }) => Object.entries(variables)).filter(([name, value]) => {
    return agents.every(({ variables }) => (variables[name] ?? value) === value);
  }));
}

function valueOf({ kind, interpreterId }: AgentVariable, identity: Identity): string {
  return kind === 'id' ? interpreterId : interpreterArn(identity, interpreterId);
}

/** Agents call models with real ones, which must not be hidden without need: the service itself looks for its token only. */
function credentials({ token, environment }: ClientEnvironmentOptions): Record<string, string> {
  if (token !== undefined) { return { AWS_ACCESS_KEY_ID: token, AWS_SECRET_ACCESS_KEY: 'local' }; }
  return hasCredentials(environment) ? {} : { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
}

/** Whether an SDK would find any, without asking a metadata service. */
export function hasCredentials(environment: Environment): boolean {
  const folder = join(homeFolder(environment), '.aws');
  const files = [environment.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'), environment.AWS_CONFIG_FILE ?? join(folder, 'config')];
  return CREDENTIALS.some((name) => environment[name]) || files.some(holdsCredentials);
}

/** One that cannot be read is of no use to an SDK either. */
function holdsCredentials(file: string): boolean {
  try {
    return CREDENTIALS_SETTING.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}
