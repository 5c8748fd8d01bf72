import * as path from 'path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib/core';
import { integApp } from './app';
import { AgentModel, AgentSource, AgentWithCodeInterpreter, CodeInterpreter, CodeInterpreterNetwork } from '../src';

/* An agent with the interpreter that AWS keeps ready, and one with two of its own. Building their images takes Docker. */
const AGENTS = path.join(__dirname, '..', 'examples', 'agents');

const app = integApp();
const stack = new Stack(app, 'IntegAgent');
const models = [AgentModel.inferenceProfile('us.anthropic.claude-sonnet-4-20250514-v1:0')];

new AgentWithCodeInterpreter(stack, 'WithAwsManaged', {
  source: AgentSource.fromDirectory(path.join(AGENTS, 'basic')),
  models,
});

const agent = new AgentWithCodeInterpreter(stack, 'WithCustom', {
  source: AgentSource.fromDirectory(path.join(AGENTS, 'custom-interpreter')),
  codeInterpreter: new CodeInterpreter(stack, 'Online', { network: CodeInterpreterNetwork.publicInternet() }),
  models,
  endpoints: { production: { description: 'What users invoke' } },
});
agent.addCodeInterpreter(new CodeInterpreter(stack, 'Analyzer'), { environmentVariable: 'ANALYZER_ID' });

new IntegTest(app, 'Integ', { testCases: [stack] });
