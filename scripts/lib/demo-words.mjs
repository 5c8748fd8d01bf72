import { logicalIdIn } from './demo-template.mjs';

/** What a resource is called, by how the last part of its ARN starts. */
const KINDS = [
  [/^code-interpreter\/(.*)$/, 'code interpreter', 'AWS-managed'],
  [/^code-interpreter-custom\/(.*)$/, 'code interpreter'],
  [/^browser\/(.*)$/, 'browser', 'AWS-managed'],
  [/^browser-custom\/(.*)$/, 'browser'],
  [/^runtime\/(.*)$/, 'agent runtime'],
  [/^workload-identity-directory\/[^/]*\/workload-identity\/(.*)$/, 'workload identity'],
  [/^workload-identity-directory\/(.*)$/, 'workload identity directory'],
  [/^inference-profile\/(.*)$/, 'inference profile'],
  [/^application-inference-profile\/(.*)$/, 'inference profile'],
  [/^log-group:(.*):log-stream:\*$/, 'streams of log group'],
  [/^log-group:(.*)$/, 'log group'],
  [/^repository\/(.*)$/, 'image repository'],
];
const MODEL = /^foundation-model\/(.*)$/;
const OPERATORS = { StringEquals: 'is', ArnEquals: 'is', StringLike: 'is like', ArnLike: 'is like' };

/** `get, start, stop code interpreter session; invoke code interpreter` */
export function actionsInWords(actions) {
  const verbsOf = new Map();
  for (const action of [...actions].sort()) {
    const [, verb, object] = /^[^:]+:([A-Z][a-z]+)([A-Za-z]+)$/.exec(action) ?? [undefined, action, ''];
    const noun = (object.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*/g) ?? []).join(' ').toLowerCase();
    verbsOf.set(noun, [...verbsOf.get(noun) ?? [], noun ? verb.toLowerCase() : verb]);
  }
  return [...verbsOf].map(([noun, verbs]) => `${verbs.join(', ')} ${noun}`.trim()).join('; ');
}

export function resourcesInWords(resources, template) {
  const regionsOf = new Map();
  const others = [];
  for (const resource of resources) {
    const [, , , region, , ...rest] = template.text(resource).split(':');
    const model = MODEL.exec(rest.join(':'));
    if (model) {
      regionsOf.set(model[1], [...regionsOf.get(model[1]) ?? [], region || 'every region']);
    } else {
      others.push(resourceInWords(resource, template));
    }
  }
  const models = [...regionsOf].map(([model, regions]) => `model ${model} in ${regions.join(', ')}`);
  return [...models, ...others].join('; ');
}

export function conditionInWords(condition, template) {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) => Object.entries(keys).map(([key, value]) => {
    const values = [value].flat();
    if (key === 'bedrock:InferenceProfileArn') { return `only through ${resourcesInWords(values, template)}`; }
    return `only if ${key} ${OPERATORS[operator] ?? operator} ${values.map((one) => template.text(one)).join(' or ')}`;
  })).join(', ');
}

/** Who may assume a role. */
export function trustInWords({ Principal, Condition = {} }, template) {
  const who = Object.values(Principal).flat().map((principal) => template.text(principal)).join(', ');
  const { 'aws:SourceAccount': account, ...equal } = Condition.StringEquals ?? {};
  const { 'aws:SourceArn': source, ...like } = Condition.ArnLike ?? {};
  const others = conditionInWords({ ...Condition, StringEquals: equal, ArnLike: like }, template);
  const owner = account ? ` in account ${template.text(account)}`.replace('account <account>', 'this account') : '';
  const sources = source ? `for ${resourcesInWords([source].flat(), template)}` : 'for any resource';
  return [`${who}, ${sources}${owner}`, others].filter(Boolean).join(', ');
}

function resourceInWords(resource, template) {
  const type = template.typeOf(logicalIdIn(resource));
  if (type) { return `${type} ${template.nameOf(logicalIdIn(resource))}`; }
  const text = template.text(resource);
  const [arn, , service, , , ...rest] = text.split(':');
  if (arn !== 'arn') { return text === '*' ? 'anything (*)' : text; }
  for (const [pattern, kind, remark] of KINDS) {
    const match = pattern.exec(rest.join(':'));
    if (match) { return `${kind} ${match[1]}${remark ? ` (${remark})` : ''}`; }
  }
  return `${service} ${rest.join(':')}`;
}
