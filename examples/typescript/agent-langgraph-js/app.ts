import * as path from 'path';
import { App, Stack, StackProps } from 'aws-cdk-lib';
import { AgentModel, AgentSource, AgentWithCodeInterpreter, CodeInterpreter, CodeInterpreterNetwork } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class LangGraphAgentStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const agent = new AgentWithCodeInterpreter(this, 'Agent', {
      source: AgentSource.fromDirectory(path.join(__dirname, '../../agents/langgraph-js')),
      // The agent finds the id in CUSTOM_INTERPRETER_ID.
      codeInterpreter: new CodeInterpreter(this, 'PublicInterpreter', {
        description: 'Code interpreter with internet access',
        network: CodeInterpreterNetwork.publicInternet(),
      }),
      models: [AgentModel.inferenceProfile('us.anthropic.claude-sonnet-4-20250514-v1:0')],
    });

    const analyzer = new CodeInterpreter(this, 'Analyzer', { description: 'Code interpreter without internet access' });
    agent.addCodeInterpreter(analyzer, { environmentVariable: 'ANALYZER_ID' });
  }
}

new LangGraphAgentStack(new App(), 'LangGraphAgent', { env: { region: 'us-east-1' } });
