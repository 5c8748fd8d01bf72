import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { AgentsFromConfig } from 'cdk-agentcore-code-interpreter';

const stack = new Stack(new App(), 'ServerlessCustomInterpreter', { env: { region: 'us-east-1' } });

AgentsFromConfig.fromYamlFile(stack, 'Agents', path.join(__dirname, 'serverless.yml'));
