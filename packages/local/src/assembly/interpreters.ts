import { localId, validName } from './local-id.js';
import { asText, isRecord, resourcesOfType, StackTemplate } from './template.js';
import { NETWORK_MODES } from '../config/network-modes.js';
import { NetworkMode } from '../sandbox/sandbox.js';

/** A code interpreter as a template defines it. */
export interface AssemblyInterpreter {
  /** The same in every run. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly networkMode: NetworkMode;
  readonly tags: Readonly<Record<string, string>>;
  /** An intrinsic function as its JSON. */
  readonly executionRoleArn?: string;
  /** The stack's construct path. */
  readonly stack: string;
  readonly logicalId: string;
}

export function findInterpreters(stack: StackTemplate, notes: string[]): AssemblyInterpreter[] {
  return resourcesOfType(stack.template, 'AWS::BedrockAgentCore::CodeInterpreterCustom').map(([logicalId, resource]) => {
    const properties = resource.Properties ?? {};
    const where = `${stack.title}/${logicalId}`;
    const name = nameOf(properties.Name, logicalId, where, notes);
    return {
      id: localId(name, stack.key, logicalId),
      name,
      description: asText(properties.Description),
      networkMode: networkModeOf(properties.NetworkConfiguration, where, notes),
      tags: tagsOf(properties.Tags),
      executionRoleArn: asText(properties.ExecutionRoleArn),
      stack: stack.title,
      logicalId,
    };
  });
}

function nameOf(value: unknown, logicalId: string, where: string, notes: string[]): string {
  const name = validName(typeof value === 'string' ? value : logicalId);
  if (typeof value !== 'string') {
    notes.push(`${where}: its name is known only when it is deployed (${asText(value) ?? 'none'}): served as ${name}`);
  } else if (name !== value) {
    notes.push(`${where}: the service would refuse its name, ${value} (a letter, then up to 47 letters, digits and _): served as ${name}`);
  }
  return name;
}

function networkModeOf(configuration: unknown, where: string, notes: string[]): NetworkMode {
  const mode = isRecord(configuration) ? configuration.NetworkMode : undefined;
  if (typeof mode === 'string' && NETWORK_MODES.includes(mode)) { return mode as NetworkMode; }
  notes.push(`${where}: its network mode is ${asText(mode) ?? 'not given'}, none of ${NETWORK_MODES.join(', ')}: served as SANDBOX, the most closed`);
  return 'SANDBOX';
}

function tagsOf(tags: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(isRecord(tags) ? tags : {}).map(([key, value]) => [key, asText(value) ?? '']));
}
