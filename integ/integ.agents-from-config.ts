import * as path from 'path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib/core';
import { integApp } from './app';
import { AgentsFromConfig } from '../src';

/* The framework's example of a custom code interpreter, from its text. Building the image takes Docker. */
const CONFIG = `
service: from-config
ai:
  codeInterpreters:
    publicInterpreter:
      description: Code interpreter with public internet access
      network:
        mode: PUBLIC
      tags:
        Purpose: ExternalAPIAccess
  browsers:
    web:
      description: Web browsing
  agents:
    codeAgent:
      environment:
        CUSTOM_INTERPRETER_ID: !GetAtt PublicInterpreterCodeInterpreter.CodeInterpreterId
        BUCKET: !Ref Results
      browser: web
      models:
        - us.anthropic.claude-sonnet-4-20250514-v1:0
      role:
        statements:
          - Effect: Allow
            Action: s3:PutObject
            Resource: !Sub '\${Results.Arn}/*'
      endpoints:
        - name: production
resources:
  Resources:
    Results:
      Type: AWS::S3::Bucket
      DeletionPolicy: Delete
`;

const app = integApp();
const stack = new Stack(app, 'IntegAgentsFromConfig');
AgentsFromConfig.fromYaml(stack, 'Agents', CONFIG, { directory: path.join(__dirname, '..', 'examples', 'agents', 'custom-interpreter') });

new IntegTest(app, 'Integ', { testCases: [stack] });
