import { blockOf, Item } from './block';
import { ConfigNode, MapNode } from './node';
import { Problems } from './problem';
import { checkEndpoints, checkLifecycle, checkRequestHeaders, checkSource } from './validation/agent-checks';
import { checkAuthorizer } from './validation/authorizer-checks';
import { checkBlock, checkNames, checkReservedNames } from './validation/block-checks';
import { checkRecording } from './validation/browser-checks';
import { checkNetwork } from './validation/network-checks';
import { ProblemsElsewhere, ProblemSink } from './validation/problem-sink';
import { checkRole } from './validation/role-checks';
import { checkSchema } from './validation/schema-problems';
import { checkTools } from './validation/tool-checks';

/** Adds a problem for all that is wrong in a file whose variables are resolved. */
export function validate(root: ConfigNode, problems: Problems): void {
  if (root.kind !== 'map') {
    checkSchema(root, problems);
    return;
  }
  checkBlock(root, problems);
  const others = new ProblemsElsewhere(problems, checkReservedNames(root, problems));
  checkSchema(root, others);
  checkParts(root, others);
}

function checkParts(root: MapNode, problems: ProblemSink): void {
  const block = blockOf(root);
  checkNames(block, problems);
  checkTools(block, problems);
  block.agents.forEach((agent) => checkAgent(agent, problems));
  block.codeInterpreters.forEach((item) => checkResource(item, 'SANDBOX', problems));
  block.browsers.forEach((item) => {
    checkResource(item, 'PUBLIC', problems);
    checkRecording(item, problems);
  });
}

function checkResource(item: Item, networkMode: string, problems: ProblemSink): void {
  checkNetwork(item, networkMode, problems);
  checkRole(item, problems);
}

function checkAgent(agent: Item, problems: ProblemSink): void {
  checkResource(agent, 'PUBLIC', problems);
  checkSource(agent, problems);
  checkAuthorizer(agent, problems);
  checkLifecycle(agent, problems);
  checkEndpoints(agent, problems);
  checkRequestHeaders(agent, problems);
}
