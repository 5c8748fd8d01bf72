import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CodeInterpreter, CodeInterpreterExecutionRole, CodeInterpreterNetwork } from 'cdk-agentcore-code-interpreter';
import { Construct } from 'constructs';

class ExecutionRoleStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const interpreter = new CodeInterpreter(this, 'CustomInterpreter', {
      network: CodeInterpreterNetwork.publicInternet(),
      executionRole: new CodeInterpreterExecutionRole(this, 'Role', {
        roleName: 'custom-interpreter-role',
        tags: { Team: 'AI' },
      }),
    });

    // Exactly two actions; `bucket.grantReadWrite(interpreter)` lists and deletes as well.
    const bucket = s3.Bucket.fromBucketName(this, 'DataBucket', 'my-data-bucket');
    interpreter.addToRolePolicy(new iam.PolicyStatement({
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [bucket.arnForObjects('*')],
    }));

    new CfnOutput(this, 'CustomInterpreterId', { value: interpreter.codeInterpreterId });
  }
}

new ExecutionRoleStack(new App(), 'ExecutionRole', { env: { region: 'us-east-1' } });
