import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { CodeInterpreter, CodeInterpreterNetwork } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class SandboxStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const analyzer = new CodeInterpreter(this, 'Analyzer', {
      description: 'Python execution environment',
      network: CodeInterpreterNetwork.sandbox(), // the default
      tags: { Purpose: 'DataAnalysis' },
    });

    new CfnOutput(this, 'AnalyzerId', { value: analyzer.codeInterpreterId });
  }
}

new SandboxStack(new App(), 'Sandbox', { env: { region: 'us-east-1' } });
