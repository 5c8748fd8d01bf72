import { LIMIT_RANGES, WHOLE_LIMITS } from './limit-ranges.js';
import { NETWORK_MODES } from './network-modes.js';
import { TIERS } from '../sandbox/tiers/choose.js';

const strings = { type: 'array', items: { type: 'string', minLength: 1 } };

const limits = Object.fromEntries(Object.entries(LIMIT_RANGES).map(([name, { least, most }]) => {
  const number = { type: WHOLE_LIMITS.includes(name as keyof typeof LIMIT_RANGES) ? 'integer' : 'number', minimum: least, maximum: most };
  const unit = name.endsWith('Bytes') || name.endsWith('Seconds');
  // Text with a unit is parsed, and its range checked, when the file is read.
  return [name, unit ? { ...number, type: [number.type, 'string'] } : number];
}));

const interpreter = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,47}$' },
    id: { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$' },
    description: { type: 'string', minLength: 1, maxLength: 4096 },
    networkMode: { enum: NETWORK_MODES },
    executionRoleArn: { type: 'string', minLength: 1, maxLength: 2048 },
    tags: { type: 'object', maxProperties: 50, additionalProperties: { type: 'string', maxLength: 256 } },
  },
};

/** Of `agentcore-local.json`. The names are those of `LocalServiceOptions`. */
export const CONFIG_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'agentcore-local.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    port: { type: 'integer', minimum: 0, maximum: 65535 },
    host: { type: 'string', minLength: 1 },
    token: { type: 'string', minLength: 16 },
    hostNames: strings,
    region: { type: 'string', pattern: '^[a-z]{2}(-[a-z]+)+-\\d$' },
    accountId: { type: 'string', pattern: '^\\d{12}$' },
    assembly: { type: 'string', minLength: 1 },
    interpreters: { type: 'array', items: interpreter },
    limits: { type: 'object', additionalProperties: false, properties: limits },
    python: { type: 'string', minLength: 1 },
    preload: strings,
    pool: { type: 'integer', minimum: 0, maximum: 64 },
    tier: { enum: TIERS },
    unsafeNoSandbox: { type: 'boolean' },
    limitRequestRates: { type: 'boolean' },
    faults: strings,
    allowHosts: strings,
    page: { type: 'boolean' },
  },
};
