import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with these files, for the time of the test. Objects become JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'acl-assembly-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** An assembly with one stack that has these resources. */
export function assemblyWith(resources: unknown, outputs: unknown = {}, version = '36.0.0'): string {
  return folderWith({
    'manifest.json': { version, artifacts: { Box: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Box.template.json' } } } },
    'Box.template.json': { Resources: resources, Outputs: outputs },
  });
}

export function interpreter(properties: Readonly<Record<string, unknown>> = {}): object {
  return {
    Type: 'AWS::BedrockAgentCore::CodeInterpreterCustom',
    Properties: { Name: 'box', NetworkConfiguration: { NetworkMode: 'SANDBOX' }, ...properties },
  };
}

export function agent(variables: Readonly<Record<string, unknown>>): object {
  return { Type: 'AWS::BedrockAgentCore::Runtime', Properties: { AgentRuntimeName: 'agent', EnvironmentVariables: variables } };
}
