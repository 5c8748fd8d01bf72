import { CodeInterpreterResult } from './result.js';
import { fieldInvalid } from '../operations/service-exception.js';
import { EngineReport, Language, Runtime, Sandbox } from '../sandbox/sandbox.js';
import { ScriptTransformer } from '../script/transformer.js';

export interface InputContent {
  readonly path: string;
  readonly text?: string;
  /** Base64. */
  readonly blob?: string;
}

/** Of all tools together, as the API has them. */
export interface ToolArguments {
  readonly code?: string;
  readonly language?: Language;
  readonly clearContext?: boolean;
  readonly runtime?: Runtime;
  readonly command?: string;
  readonly path?: string;
  readonly paths?: readonly string[];
  readonly content?: readonly InputContent[];
  readonly directoryPath?: string;
  readonly taskId?: string;
}

export interface ToolContext {
  readonly sandbox: Sandbox;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  readonly report: EngineReport;
  readonly transformer: ScriptTransformer;
}

export type Tool = (given: ToolArguments, context: ToolContext) => Promise<CodeInterpreterResult>;

type With<Name extends keyof ToolArguments> = ToolArguments & { readonly [name in Name]-?: NonNullable<ToolArguments[name]> };

/** A tool that needs some arguments. Without them, or with an empty list, the call is refused. */
export function defineTool<Name extends keyof ToolArguments>(
  required: readonly Name[],
  run: (given: With<Name>, context: ToolContext) => Promise<CodeInterpreterResult>,
): Tool {
  const hasAll = (given: ToolArguments): given is With<Name> => required.every((name) => isThere(given[name]));
  return async (given, context) => {
    if (hasAll(given)) { return run(given, context); }
    const missing = required.find((name) => !isThere(given[name]));
    const fields = `${required.join(' and ')} ${required.length > 1 ? 'fields are' : 'field is'}`;
    throw fieldInvalid(`arguments.${String(missing)}`, `${fields} required in argument`);
  };
}

function isThere(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
