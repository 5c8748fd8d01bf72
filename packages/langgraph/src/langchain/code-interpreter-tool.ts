import { CallbackManagerForToolRun } from '@langchain/core/callbacks/manager';
import { ToolMessage } from '@langchain/core/messages';
import { StructuredTool, ToolRunnableConfig } from '@langchain/core/tools';
import { z } from 'zod';
import { callOptionsOf } from './call-options-of.js';
import { storableArtifact } from './storable-artifact.js';
import { CodeInterpreterArtifact } from '../artifact.js';
import { ToolRunner } from '../tool-runner.js';
import { CodeInterpreterToolDefinition } from '../tools/tool-definition.js';

type Arguments = Record<string, unknown>;

/** Content and artifact, as LangChain wants them of a tool that says `content_and_artifact`. */
type ContentAndArtifact = [string | ToolMessage, CodeInterpreterArtifact];

/** One of the tools, for LangChain: its thread, sub-agent, signal and stream are those of the run that calls it. */
export class CodeInterpreterTool extends StructuredTool<z.ZodObject, Arguments, Arguments, ContentAndArtifact> {
  public static override lc_name(): string {
    return 'CodeInterpreterTool';
  }

  public readonly name: string;
  public readonly description: string;
  public readonly schema: z.ZodObject;

  public constructor(private readonly runner: ToolRunner, { name, description, schema }: CodeInterpreterToolDefinition) {
    super({ responseFormat: 'content_and_artifact' });
    this.name = name;
    this.description = description;
    this.schema = schema;
  }

  protected override async _call(
    given: Arguments, _runManager?: CallbackManagerForToolRun, config?: ToolRunnableConfig,
  ): Promise<ContentAndArtifact> {
    const { text, isError, artifact: bare } = await this.runner.run(this.name, given, callOptionsOf(config));
    const artifact = storableArtifact(bare);
    const toolCallId = config?.toolCall?.id;
    if (!isError || toolCallId === undefined) { return [text, artifact]; }
    // LangChain calls every result that it wraps a success.
    return [new ToolMessage({ status: 'error', content: text, artifact, tool_call_id: toolCallId, name: this.name }), artifact];
  }
}
