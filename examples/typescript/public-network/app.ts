import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { CodeInterpreter, CodeInterpreterNetwork } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class PublicNetworkStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const analyzer = new CodeInterpreter(this, 'PublicAnalyzer', {
      description: 'Code interpreter with internet access',
      network: CodeInterpreterNetwork.publicInternet(),
      tags: { Purpose: 'ExternalAPIs' },
    });

    new CfnOutput(this, 'PublicAnalyzerId', { value: analyzer.codeInterpreterId });
  }
}

new PublicNetworkStack(new App(), 'PublicNetwork', { env: { region: 'us-east-1' } });
