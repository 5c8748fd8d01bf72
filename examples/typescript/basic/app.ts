import * as path from 'path';
import { App, Stack, StackProps } from 'aws-cdk-lib';
import { AgentModel, AgentSource, AgentWithCodeInterpreter } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class BasicAgentStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new AgentWithCodeInterpreter(this, 'CodeAgent', {
      // Without it: the directory in which the app runs.
      source: AgentSource.fromDirectory(path.join(__dirname, '../../agents/basic')),
      models: [AgentModel.inferenceProfile('us.anthropic.claude-sonnet-4-20250514-v1:0')],
    });
  }
}

new BasicAgentStack(new App(), 'BasicAgent', { env: { region: 'us-east-1' } });
