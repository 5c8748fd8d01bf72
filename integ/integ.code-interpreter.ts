import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { integApp } from './app';
import { CodeInterpreter, CodeInterpreterExecutionRole, CodeInterpreterNetwork } from '../src';

/*
 * One interpreter in each network mode; the one in public mode with a role, and a bucket that its code may write to.
 *
 * Deploy it in us-east-2, where AgentCore takes every availability zone (use2-az1 to 3). Elsewhere it depends on the
 * account whether the zones that CDK picks are among those it takes. The network interfaces of the interpreter in VPC mode
 * stay for up to 8 hours, so the deletion of the stack fails at its security group and subnets at first: delete it again.
 */
const app = integApp();
const stack = new Stack(app, 'IntegCodeInterpreter');

const sandbox = new CodeInterpreter(stack, 'Sandbox', { tags: { Purpose: 'Integration' } });

const role = new CodeInterpreterExecutionRole(stack, 'Role', {
  path: '/code-interpreters/',
  description: 'What code in the public interpreter may do',
  tags: { Purpose: 'Integration' },
});
const publicInternet = new CodeInterpreter(stack, 'Public', {
  description: 'Reaches the internet',
  network: CodeInterpreterNetwork.publicInternet(),
  executionRole: role,
});
const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, enforceSSL: true });
bucket.grantReadWrite(publicInternet);

const vpc = new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
  restrictDefaultSecurityGroup: false,
});
const inVpc = new CodeInterpreter(stack, 'InVpc', { network: CodeInterpreterNetwork.vpc({ vpc }) });

for (const interpreter of [sandbox, publicInternet, inVpc]) {
  new CfnOutput(stack, `${interpreter.node.id}Id`, { value: interpreter.codeInterpreterId });
}

new IntegTest(app, 'Integ', { testCases: [stack] });
