import { blockOf, Item } from './block';
import { ConfigNode, ConfigPath, entryOf, MapEntry, Position, valueOf } from './node';
import { topLevelNotes } from './notes/top-level';
import { isGivenRole } from './plan/roles';
import { Note } from './problem';
import { textAt } from './validation/text-at';

/** Constructs that the user passes, by their names in the file. */
export interface Given {
  readonly memories: readonly string[];
  readonly gateways: readonly string[];
}

/** What is legal in a file, and is not built or is handled in another way than its author may expect. */
export function notesOf(root: ConfigNode, given: Given): Note[] {
  const block = blockOf(root);
  const gatewaysGiven = given.gateways.length > 0 && block.gateways.every(({ name }) => given.gateways.includes(name));
  return [
    ...topLevelNotes(root),
    ...block.memory.filter(({ name }) => !given.memories.includes(name)).map((item) => unbuilt('memoryNotBuilt', item,
      `memory is not built here; define Memory of aws-cdk-lib/aws-bedrockagentcore and pass it: memories: { ${keyText(item.name)}: memory }`)),
    ...block.gateways.filter(({ name }) => !given.gateways.includes(name)).map((item) => unbuilt('gatewayNotBuilt', item,
      `gateways are not built here; define Gateway of aws-cdk-lib/aws-bedrockagentcore and pass it: gateways: { ${keyText(item.name)}: gateway }`)),
    ...(gatewaysGiven ? [] : block.tools).map((item) => unbuilt('toolNotBuilt', item,
      'tools of gateways are not built here; add a target to the Gateway of aws-cdk-lib/aws-bedrockagentcore, as with gateway.addLambdaTarget()')),
    ...block.agents.flatMap((agent) => agentNotes(agent, given)),
  ];
}

function agentNotes({ node, path, at }: Item, given: Given): Note[] {
  const notes: Note[] = [];
  const add = (id: string, entry: MapEntry, below: ConfigPath, message: string, isUnbuilt = false): void => {
    notes.push({ id, unbuilt: isUnbuilt, at: entry.keyAt, path: [...path, ...below], message });
  };
  const memory = entryOf(node, 'memory');
  if (memory && !given.memories.includes(textAt(memory.value) ?? '')) { add('agentWithoutMemory', memory, ['memory'], aboutMemory(textAt(memory.value)), true); }
  const gateway = entryOf(node, 'gateway');
  const gatewayName = textAt(gateway?.value);
  if (gateway && gatewayName !== undefined && !given.gateways.includes(gatewayName)) {
    add('agentWithoutGateway', gateway, ['gateway'], 'the agent gets no gateway; define Gateway of aws-cdk-lib/aws-bedrockagentcore and pass it: '
      + `gateways: { ${keyText(gatewayName)}: gateway }`, true);
  }
  const repository = entryOf(valueOf(node, 'artifact', 'image'), 'repository');
  if (repository) {
    add('repositoryNotUsed', repository, ['artifact', 'image', 'repository'],
      'CDK pushes images to the repository of its bootstrap stack, and not to this one; to use an image in a repository of yours write image: <its URI>');
  }
  const authorizer = entryOf(node, 'authorizer');
  if ((textAt(authorizer?.value) ?? textAt(authorizer?.value, 'type'))?.toUpperCase() === 'NONE') {
    add('authorizerNone', authorizer!, ['authorizer'], 'IAM still decides who may invoke the agent, as the service has no agents that are open to all;'
      + ' let callers in by grantInvoke(), or write CUSTOM_JWT for callers with a token');
  }
  if (!entryOf(node, 'models') && !isGivenRole(valueOf(node, 'role'))) {
    notes.push({
      id: 'modelsNotNamed',
      unbuilt: false,
      at,
      path,
      message: 'the agent may call every model on Amazon Bedrock, as with the framework, because the'
      + ' file does not say which; write models: [<id of a model or inference profile>, …]',
    });
  }
  return notes;
}

function aboutMemory(name: string | undefined): string {
  return name === undefined
    ? 'memory is not built here; define Memory of aws-cdk-lib/aws-bedrockagentcore, give it a name here, memory: <name>, and pass it: memories: { <name>: memory }'
    : `the agent gets no memory; define Memory of aws-cdk-lib/aws-bedrockagentcore and pass it: memories: { ${keyText(name)}: memory }`;
}

function unbuilt(id: string, { at, path }: { readonly at: Position; readonly path: ConfigPath }, message: string): Note {
  return { id, unbuilt: true, at, path, message };
}

/** A key of a map in TypeScript. */
function keyText(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) ? name : `'${name}'`;
}
