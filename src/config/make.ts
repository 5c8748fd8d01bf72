import type { BrowserCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Annotations, CfnResource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { load } from './load';
import { run } from './plan/run';
import { Note, Problems, problemText } from './problem';
import { ConfigSource } from './source';
import type { AgentWithCodeInterpreter } from '../agent-with-code-interpreter';
import type { AgentsFromConfigOptions } from '../agents-from-config';
import type { CodeInterpreter } from '../code-interpreter';

/** What was made of a configuration, by the names in it. */
export interface Made {
  readonly agents: { [name: string]: AgentWithCodeInterpreter };
  readonly codeInterpreters: { [name: string]: CodeInterpreter };
  readonly browsers: { [name: string]: BrowserCustom };
  readonly resources: { [logicalId: string]: CfnResource };
}

/** Makes the constructs of a configuration in `scope`, or takes `scope` out of the tree and fails. */
export function make(scope: Construct, source: ConfigSource, options: AgentsFromConfigOptions): Made {
  try {
    const { plan, notes } = load(source, options, scope);
    const given = { memories: options.memories, gateways: options.gateways, constructs: options.constructs };
    const variables = run(plan, scope, given, ({ origin }, statement) => {
      try {
        statement();
      } catch (error) {
        const problems = new Problems();
        problems.add(origin.at, origin.path, (error as Error).message);
        problems.throwIfAny(scope);
      }
    });
    for (const note of notes) { tell(scope, note); }
    const named = (names: Readonly<Record<string, string>>): any => (
      Object.fromEntries(Object.entries(names).map(([name, variable]) => [name, variables.get(variable)]))
    );
    return {
      agents: named(plan.agents),
      codeInterpreters: named(plan.codeInterpreters),
      browsers: named(plan.browsers),
      resources: named(plan.resources),
    };
  } catch (error) {
    scope.node.scope!.node.tryRemoveChild(scope.node.id);
    throw error;
  }
}

function tell(scope: Construct, note: Note): void {
  if (note.unbuilt) {
    Annotations.of(scope).addWarningV2(`cdk-agentcore-code-interpreter:${note.id}`, problemText(note));
  } else {
    Annotations.of(scope).addInfoV2(`cdk-agentcore-code-interpreter:${note.id}`, problemText(note));
  }
}
