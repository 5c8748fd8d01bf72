import { list, pattern, Schema, structure, text, union } from './shapes.js';
import { NETWORK_MODES } from '../config/network-modes.js';

export const INTERPRETER_NAME = { type: 'string', ...pattern('[a-zA-Z][a-zA-Z0-9_]{0,47}') };
export const INTERPRETER_ID = { type: 'string', ...pattern('(aws\\.codeinterpreter\\.v1|[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10})') };
export const ROLE_ARN = text(1, 2048, 'arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+');

const VPC_CONFIG = structure({
  securityGroups: list({ type: 'string', ...pattern('sg-[0-9a-zA-Z]{8,17}') }, 1, 16),
  subnets: list({ type: 'string', ...pattern('subnet-[0-9a-zA-Z]{8,17}') }, 1, 16),
  requireServiceS3Endpoint: { type: 'boolean' },
}, ['securityGroups', 'subnets']);

export const NETWORK_CONFIGURATION = structure({
  networkMode: { type: 'string', enum: NETWORK_MODES },
  vpcConfig: VPC_CONFIG,
}, ['networkMode']);

const SECRET_ARN = { type: 'string', ...pattern('arn:aws(-[a-z-]+)?:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[a-zA-Z0-9/_+=.@-]+') };
const SECRET = structure({ secretArn: SECRET_ARN }, ['secretArn']);
export const CERTIFICATES = list(structure({ location: union({ secretsManager: SECRET }) }, ['location']), 1, 200);

const MOUNT_PATH = text(6, 200, '/mnt/[a-zA-Z0-9._-]+/?');

function fileSystem(accessPointArn: Schema, fileSystemArn: Schema): Schema {
  return structure({ accessPointArn, mountPath: MOUNT_PATH, fileSystemArn }, ['accessPointArn', 'mountPath', 'fileSystemArn']);
}

const S3_FILE_SYSTEM = 'arn:aws[-a-z]*:s3files:[a-z0-9-]+:[0-9]{12}:file-system/fs-[0-9a-f]{17,40}';
const S3_ACCESS_POINT = 'arn:aws[-a-z]*:s3files:[0-9a-z:-]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}';
const EFS_FILE_SYSTEM = 'arn:aws[-a-z]*:elasticfilesystem:[a-z0-9-]+:[0-9]{12}:file-system/fs-[0-9a-f]{8,40}';
const EFS_ACCESS_POINT = 'arn:aws[-a-z]*:elasticfilesystem:[0-9a-z:-]+:access-point/fsap-[0-9a-f]{8,40}';

export const FILE_SYSTEMS = list(union({
  s3FilesConfiguration: fileSystem(text(0, 256, S3_ACCESS_POINT), text(0, 256, S3_FILE_SYSTEM)),
  efsConfiguration: fileSystem(text(0, 128, EFS_ACCESS_POINT), text(0, 256, EFS_FILE_SYSTEM)),
}), 0, 10);

export const TAG_KEY = text(1, 128, '[a-zA-Z0-9\\s._:/=+@-]*');
export const TAGS = {
  type: 'object',
  maxProperties: 50,
  propertyNames: TAG_KEY,
  additionalProperties: text(0, 256, '[a-zA-Z0-9\\s._:/=+@-]*'),
};
export const TAGGABLE_ARN = text(20, 1011, 'arn:(?:[^:]+)?:bedrock-agentcore:[a-z0-9-]+:[0-9]{12}:([a-z-]+/[^/]+)(?:/[a-z-]+/[^/]+)*');
