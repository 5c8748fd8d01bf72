import { referredTo, Tools } from './agent-tools';
import { PlanContext } from './context';
import { textIs } from './role-statements';
import { intrinsicOf } from './values';
import { USE_ACTIONS } from '../../private/actions';
import { ConfigNode, ConfigPath, entryOf, valueOf } from '../node';

const OF_CODE_INTERPRETERS = /^bedrock-agentcore:\w*CodeInterpreter\w*$/;

/**
 * Whether a statement says no more than that the agent may use an interpreter of the file, which it is granted already.
 * The framework's examples have such a one, with rights to create and delete interpreters in it.
 */
export function narrowed({ notes }: PlanContext, statement: ConfigNode, path: ConfigPath, interpreters: Tools): boolean {
  const actions = textsOf(valueOf(statement, 'Action'));
  const resource = intrinsicOf(valueOf(statement, 'Resource'));
  const ofInterpreter = resource?.key === 'Fn::GetAtt' && textIs(valueOf(resource.value, 1), 'CodeInterpreterArn')
    && [...referredTo(valueOf(statement, 'Resource')!)].every((logicalId) => interpreters.has(logicalId));
  if (!ofInterpreter || !textIs(valueOf(statement, 'Effect'), 'Allow') || entryOf(statement, 'Condition') || actions.length === 0
    || !actions.every((action) => OF_CODE_INTERPRETERS.test(action))) {
    return false;
  }
  const left = actions.filter((action) => !USE_ACTIONS.includes(action)).map((action) => action.split(':')[1]);
  if (left.length > 0) {
    notes.push({
      id: 'statementNarrowed',
      unbuilt: false,
      at: statement.at,
      path,
      message: `the agent may use this code interpreter already, and ${left.join(', ')} ${left.length === 1 ? 'was' : 'were'} left out,`
        + ' which running code does not take; add them in code if the agent needs them: agents.<name>.executionRole.addToPrincipalPolicy()',
    });
  }
  return true;
}

function textsOf(node: ConfigNode | undefined): string[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.map((item) => (item.kind === 'scalar' ? item.text : ''));
}
