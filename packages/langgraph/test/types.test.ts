import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { BaseToolkit, StructuredToolInterface } from '@langchain/core/tools';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import * as core from '../src/core.js';
import {
  CodeInterpreterArtifact, CodeInterpreterImage, CodeInterpreterOptions, CodeInterpreterProgress, CodeInterpreterToolDefinition,
  CodeInterpreterToolError, CodeInterpreterToolkit, createCodeInterpreterToolkit, ToolOutcome, ToolRunner,
} from '../src/index.js';

// These are checked by the compiler, which reads the tests too.

test('the factory takes options or none, and gives a toolkit and tools of LangChain', () => {
  expectTypeOf(createCodeInterpreterToolkit).parameters.toEqualTypeOf<[options?: CodeInterpreterOptions]>();
  expectTypeOf<Awaited<ReturnType<typeof createCodeInterpreterToolkit>>['tools']>().toEqualTypeOf<StructuredToolInterface[]>();
  expectTypeOf<Awaited<ReturnType<typeof createCodeInterpreterToolkit>>['toolkit']>().toEqualTypeOf<CodeInterpreterToolkit>();
  expectTypeOf<CodeInterpreterToolkit>().toExtend<BaseToolkit & AsyncDisposable>();
});

test('all options may be left out, and none is called otherwise', () => {
  expectTypeOf<Record<never, never>>().toExtend<CodeInterpreterOptions>();
  expectTypeOf<keyof CodeInterpreterOptions>().toEqualTypeOf<
    'region' | 'codeInterpreterIdentifier' | 'client' | 'sessionTimeoutSeconds' | 'sessionName' | 'idleTimeoutSeconds' | 'maxOutputCharacters'
    | 'maxAttempts' | 'certificates' | 'filesystemConfigurations' | 'toolNamePrefix' | 'onWarning'>();
  expectTypeOf<CodeInterpreterOptions['client']>().toEqualTypeOf<BedrockAgentCoreClient | undefined>();
});

test('the runner is what the adapters are made of', () => {
  expectTypeOf<ToolRunner>().toExtend<AsyncDisposable>();
  expectTypeOf<ToolRunner['tools']>().toEqualTypeOf<readonly CodeInterpreterToolDefinition[]>();
  expectTypeOf<ToolRunner['run']>().returns.resolves.toEqualTypeOf<ToolOutcome>();
  expectTypeOf<ToolRunner['run']>().parameters.toEqualTypeOf<[name: string, args: unknown, call?: core.CallOptions]>();
  expectTypeOf<CodeInterpreterToolDefinition['schema']>().toExtend<z.ZodObject>();
});

test('an artifact cannot be changed, and has bytes', () => {
  expectTypeOf<CodeInterpreterArtifact['images']>().toEqualTypeOf<readonly CodeInterpreterImage[]>();
  expectTypeOf<CodeInterpreterImage['bytes']>().toEqualTypeOf<Uint8Array>();
  expectTypeOf<CodeInterpreterArtifact['exitCode']>().toEqualTypeOf<number | undefined>();
});

test('progress is told apart by its event', () => {
  expectTypeOf<Extract<CodeInterpreterProgress, { event: 'throttled' }>>().toExtend<{ attempt: number; retryInSeconds: number; threadId: string }>();
  expectTypeOf<CodeInterpreterProgress['type']>().toEqualTypeOf<'code_interpreter'>();
});

test('an error is narrowed by isInstance', () => {
  const error: unknown = undefined;
  if (CodeInterpreterToolError.isInstance(error)) { expectTypeOf(error).toEqualTypeOf<CodeInterpreterToolError>(); }
});

test('the entry of LangChain has all that the core has', () => {
  expectTypeOf<typeof import('../src/index.js')>().toExtend<typeof core>();
});
