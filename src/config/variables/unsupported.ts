import { nearest } from './nearest';
import { shown } from '../../private/errors';

export const SOURCE_TYPES = ['self', 'opt', 'param', 'env', 'sls', 'file', 'aws'];

const SSM = 'write "{{resolve:ssm:<name>}}", which CloudFormation reads while it deploys '
  + '("{{resolve:ssm-secure:<name>}}" and "{{resolve:secretsmanager:<id>}}" for secrets)';
const PARAMETER = 'read the value in the app, pass it as parameters: { name: value }, and write ${param:name}';
const OUTPUT = 'write Fn::ImportValue (!ImportValue) with the name of the export, '
  + 'or pass the value as parameters: { name: value } and write ${param:name}';

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['ssm', SSM],
  ['secretsmanager', SSM],
  ['cf', OUTPUT],
  ['output', OUTPUT],
  ['service', OUTPUT],
  ['strToBool', 'write true or false'],
  ...['s3', 'git', 'vault', 'terraform', 'doppler', 'state'].map((type): [string, string] => [type, PARAMETER]),
]);

/** What to do about a source that is not looked up here. */
export function unsupported(type: string): string {
  const instead = INSTEAD.get(type);
  return instead === undefined
    ? `unknown source ${shown(type)}, allowed: ${SOURCE_TYPES.join(', ')}${nearest(type, SOURCE_TYPES)}`
    : `the source "${type}" is not looked up here; ${instead}`;
}

/** The same for `aws:…`, which has sources of its own. */
export function unsupportedOfAws(address: string): string {
  const [type] = address.split(':');
  const instead = address.includes(':') ? INSTEAD.get(type) : undefined;
  return instead === undefined
    ? `unknown value ${shown(`aws:${address}`)}, allowed: aws:accountId, aws:partition, aws:region; of an IAM policy variable, write \\\${aws:…}`
    : `the source "aws:${type}" is not looked up here; ${instead}`;
}
