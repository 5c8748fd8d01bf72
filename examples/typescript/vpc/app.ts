import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CodeInterpreter, CodeInterpreterNetwork } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class VpcStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // A VPC that exists already: put your ids here. `new ec2.Vpc(...)` and `Vpc.fromLookup` do as well.
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-12345678',
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      privateSubnetIds: ['subnet-12345678', 'subnet-87654321'],
    });
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', 'sg-12345678');

    const analyzer = new CodeInterpreter(this, 'VpcAnalyzer', {
      description: 'Code interpreter for internal resources',
      network: CodeInterpreterNetwork.vpc({ vpc, securityGroups: [securityGroup] }),
    });

    new CfnOutput(this, 'VpcAnalyzerId', { value: analyzer.codeInterpreterId });
  }
}

new VpcStack(new App(), 'VpcAccess', { env: { region: 'us-east-1' } });
