import * as path from 'path';
import { App, Stack, StackProps } from 'aws-cdk-lib';
import { AgentBrowser, AgentModel, AgentSource, AgentWithCodeInterpreter } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class BrowserAgentStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new AgentWithCodeInterpreter(this, 'ResearchAgent', {
      source: AgentSource.fromDirectory(path.join(__dirname, '../../agents/with-browser')),
      browser: AgentBrowser.awsManaged(),
      models: [AgentModel.inferenceProfile('us.anthropic.claude-sonnet-4-20250514-v1:0')],
    });
  }
}

new BrowserAgentStack(new App(), 'BrowserAgent', { env: { region: 'us-east-1' } });
