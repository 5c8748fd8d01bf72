import { ConfigNode, entryOf, MapEntry, valueOf } from '../node';
import { Note } from '../problem';
import { listed, nearest } from '../validation/words';

/** Keys of the framework that are read here, or change nothing that is deployed. */
const KNOWN = [
  'agents', 'ai', 'app', 'build', 'configValidationMode', 'console', 'custom', 'dashboard', 'deprecationNotificationMode', 'disabledDeprecations',
  'enableLocalInstallationFallback', 'frameworkVersion', 'licenseKey', 'org', 'outputs', 'package', 'params', 'projectDir', 'provider', 'resources',
  'service', 'stages', 'state', 'tenant', 'unresolvedVariablesNotificationMode', 'useDotenv', 'variablesResolutionMode',
];

/** Keys of the framework that ask for something else. */
const UNBUILT: Readonly<Record<string, { readonly id: string; readonly message: (names: string) => string }>> = {
  functions: {
    id: 'functionsNotBuilt',
    message: (names) => `functions are not built here (${names}); define them with Function of aws-cdk-lib/aws-lambda, and pass those that this file refers`
      + ' to by their logical id: constructs: { <Name>LambdaFunction: fn }',
  },
  layers: { id: 'layersNotBuilt', message: (names) => `layers are not built here (${names}); define them with LayerVersion of aws-cdk-lib/aws-lambda` },
  plugins: { id: 'pluginsNotRun', message: (names) => `plugins of the framework do not run here (${names}); define in code what they add` },
};

/** Keys of `provider:` that change what the framework deploys, beside functions. */
const PROVIDER: Readonly<Record<string, { readonly id: string; readonly unbuilt: boolean; readonly message: string }>> = {
  region: { id: 'regionNotRead', unbuilt: false, message: 'the region is that of the stack; give it to the stack: env: { region: \'%\' }' },
  stackName: { id: 'stackNameNotRead', unbuilt: false, message: 'the stack has the name that it has in code; give it there: stackName: \'%\'' },
  tags: { id: 'providerTagsNotRead', unbuilt: true, message: 'tags of all resources are not read here; add them in code: Tags.of(stack).add(key, value)' },
  stackTags: { id: 'stackTagsNotRead', unbuilt: true, message: 'tags of the stack are not read here; give them to the stack in code: tags: { … }' },
  iam: { id: 'providerIamNotRead', unbuilt: false, message: 'iam is for functions, which are not built here; an agent has its own: role: { statements: […] }' },
  vpc: { id: 'providerVpcNotRead', unbuilt: false, message: 'vpc is for functions, which are not built here; an agent has its own: network: { mode: VPC, … }' },
  environment: { id: 'providerEnvironmentNotRead', unbuilt: false, message: 'environment is for functions, which are not built here; an agent has its own: environment: { … }' },
  deploymentBucket: { id: 'deploymentBucketNotUsed', unbuilt: false, message: 'CDK deploys through the bucket of its bootstrap stack, and not through this one' },
  notificationArns: { id: 'notificationArnsNotRead', unbuilt: true, message: 'topics for stack events are not read here; give them to the stack in code: notificationArns' },
};

export function topLevelNotes(root: ConfigNode): Note[] {
  const entries = root.kind === 'map' ? root.entries.filter(({ value }) => !isEmpty(value)) : [];
  return [...entries.flatMap(noteOf), ...providerNotes(root), ...extensionNotes(root), ...packageNotes(root)];
}

function noteOf({ key, keyAt, value }: MapEntry): Note[] {
  if (Object.hasOwn(UNBUILT, key)) {
    return [{ id: UNBUILT[key].id, unbuilt: true, at: keyAt, path: [key], message: UNBUILT[key].message(listed(namesIn(value))) }];
  }
  // Names that are made up, for what is used by an alias.
  if (KNOWN.includes(key) || /^(x-|\.)/.test(key)) { return []; }
  const meant = nearest(key, [...KNOWN, ...Object.keys(UNBUILT)]);
  return [{
    id: 'keyNotRead',
    unbuilt: true,
    at: keyAt,
    path: [key],
    message: `${JSON.stringify(key)} is not read here; `
      + (meant ? `did you mean ${JSON.stringify(meant)}?` : 'define in code what it stands for, or remove it'),
  }];
}

function providerNotes(root: ConfigNode): Note[] {
  return Object.entries(PROVIDER).flatMap(([key, { id, unbuilt, message }]) => {
    const entry = entryOf(valueOf(root, 'provider'), key);
    // A region that is not literal is one that a variable gives, which is the stack's already.
    if (!entry || isEmpty(entry.value) || (key === 'region' && entry.value.kind !== 'scalar')) { return []; }
    const text = entry.value.kind === 'scalar' ? entry.value.text : '…';
    return [{ id, unbuilt, at: entry.keyAt, path: ['provider', key], message: message.replace('%', () => text) }];
  });
}

/** `resources:` is a map, or a list of such maps. */
function extensionNotes(root: ConfigNode): Note[] {
  const resources = valueOf(root, 'resources');
  const parts = resources?.kind === 'list' ? resources.items : [resources];
  return parts.flatMap((part, index) => {
    const entry = entryOf(part, 'extensions');
    if (!entry || isEmpty(entry.value)) { return []; }
    return [{
      id: 'extensionsNotRead',
      unbuilt: true,
      at: entry.keyAt,
      path: resources?.kind === 'list' ? ['resources', index, 'extensions'] : ['resources', 'extensions'],
      message: `changes to resources that the framework generates are not read here (${listed(namesIn(entry.value))}); change the constructs in code`,
    }];
  });
}

function packageNotes(root: ConfigNode): Note[] {
  const entry = ['patterns', 'include', 'exclude'].map((key) => entryOf(valueOf(root, 'package'), key)).find((each) => each && !isEmpty(each.value));
  return entry ? [{
    id: 'packageNotRead',
    unbuilt: false,
    at: entry.keyAt,
    path: ['package', entry.key],
    message: `${entry.key} is for functions, which are not built here; an agent has its own: package: { patterns: […] }`,
  }] : [];
}

/** What is in a map, or in a list of texts. */
function namesIn(node: ConfigNode): string[] {
  if (node.kind === 'list') { return node.items.map((item) => (item.kind === 'scalar' ? item.text : '…')); }
  return node.kind === 'map' ? node.entries.map(({ key }) => key) : ['…'];
}

function isEmpty(node: ConfigNode): boolean {
  switch (node.kind) {
    case 'map': return node.entries.length === 0;
    case 'list': return node.items.length === 0;
    case 'scalar': return node.value === null;
    default: return true;
  }
}
