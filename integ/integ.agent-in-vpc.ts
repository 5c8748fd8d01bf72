import * as path from 'path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import { integApp } from './app';
import { AgentModel, AgentNetwork, AgentSource, AgentWithCodeInterpreter, CodeInterpreter, CodeInterpreterNetwork } from '../src';

/*
 * An agent and its interpreter in the same VPC. A NAT gateway is their way to Bedrock, CloudWatch Logs and ECR.
 *
 * Deploy it in us-east-2, where AgentCore takes every availability zone (use2-az1 to 3). Elsewhere it depends on the
 * account whether the zones that CDK picks are among those it takes. The network interfaces stay for up to 8 hours, so the
 * deletion of the stack fails at the security groups and subnets at first: delete it again. Takes Docker.
 */
const app = integApp();
const stack = new Stack(app, 'IntegAgentInVpc');

const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });

new AgentWithCodeInterpreter(stack, 'Agent', {
  source: AgentSource.fromDirectory(path.join(__dirname, '..', 'examples', 'agents', 'basic')),
  codeInterpreter: new CodeInterpreter(stack, 'CodeInterpreter', { network: CodeInterpreterNetwork.vpc({ vpc }) }),
  models: [AgentModel.inferenceProfile('us.anthropic.claude-sonnet-4-20250514-v1:0')],
  network: AgentNetwork.vpc({ vpc }),
});

new IntegTest(app, 'Integ', { testCases: [stack] });
