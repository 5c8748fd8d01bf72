import { EventEmitter, on } from 'node:events';
import { JSONSchema, TextBlock, Tool, ToolContext, ToolResultBlock, ToolSpec, ToolStreamEvent, ToolStreamGenerator } from '@strands-agents/sdk';
import { z } from 'zod';
import { CodeInterpreterToolsOptions } from './options.js';
import { CodeInterpreterArtifact } from '../artifact.js';
import { ToolRunner } from '../tool-runner.js';
import { CodeInterpreterToolDefinition } from '../tools/tool-definition.js';

/** The last stream event of a call, since results of Strands have no room for what is not for the model. */
export interface CodeInterpreterArtifactUpdate {
  readonly type: 'code_interpreter_artifact';
  readonly tool: string;
  readonly toolUseId: string;
  readonly artifact: CodeInterpreterArtifact;
}

/** One of the tools, for Strands. A Tool of its own, since what `tool()` makes calls every result that is returned a success. */
export class CodeInterpreterTool extends Tool {
  public readonly name: string;
  public readonly description: string;
  public readonly toolSpec: ToolSpec;

  public constructor(
    private readonly runner: ToolRunner,
    { name, description, schema }: CodeInterpreterToolDefinition,
    private readonly threadId: CodeInterpreterToolsOptions['threadId'],
  ) {
    super();
    this.name = name;
    this.description = description;
    this.toolSpec = { name, description, inputSchema: inputSchemaOf(schema) };
  }

  /** Streams the progress of the call, then its artifact. */
  public async *stream(context: ToolContext): ToolStreamGenerator {
    const { toolUse: { toolUseId, input } } = context;
    const emitter = new EventEmitter();
    const updates = on(emitter, 'progress', { close: ['end'] });
    const running = this.runner.run(this.name, input, {
      threadId: typeof this.threadId === 'function' ? this.threadId(context) : this.threadId,
      // The contexts of early versions have no signal of their own.
      signal: context.cancelSignal ?? context.agent.cancelSignal,
      onProgress: (progress) => { emitter.emit('progress', progress); },
    }).finally(() => { emitter.emit('end'); });
    // If nobody reads on, nobody awaits it below.
    running.catch(() => {});
    for await (const [progress] of updates) { yield new ToolStreamEvent({ data: progress }); }
    const { text, isError, artifact } = await running;
    const update: CodeInterpreterArtifactUpdate = { type: 'code_interpreter_artifact', tool: this.name, toolUseId, artifact };
    yield new ToolStreamEvent({ data: update });
    return new ToolResultBlock({ toolUseId, status: isError ? 'error' : 'success', content: [new TextBlock(text)] });
  }
}

/** Arguments that have a default may be left out. */
function inputSchemaOf(schema: z.ZodObject): JSONSchema {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return inputSchema as JSONSchema;
}
