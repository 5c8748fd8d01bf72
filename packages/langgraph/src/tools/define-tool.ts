import { z } from 'zod';
import { ToolName } from './tool-name.js';
import { ArgumentProblem } from '../errors/argument-problem.js';
import { Invocation } from '../invocation/invocation.js';

/** A tool as this package knows it. */
export interface Tool {
  readonly tool: ToolName;
  readonly description: string;
  readonly schema: z.ZodObject;
  readonly readOnly: boolean;
  readonly destructive: boolean;
  /** What the model reads if there is nothing to read. */
  readonly emptyText: string;
  /** @throws ArgumentProblem */
  invocation(given: unknown): Invocation;
}

export interface ToolParts<Schema extends z.ZodObject> {
  readonly tool: ToolName;
  readonly description: string;
  /** Keys that it does not have are left out, as langchain-aws does: models make some up. */
  readonly schema: Schema;
  /** Left out: false. */
  readonly readOnly?: boolean;
  /** Left out: false. */
  readonly destructive?: boolean;
  /** Left out: `(no output)`. */
  readonly emptyText?: string;
  readonly invocation: (given: z.output<Schema>) => Invocation;
}

export function defineTool<Schema extends z.ZodObject>(parts: ToolParts<Schema>): Tool {
  const { tool, description, schema, readOnly = false, destructive = false, emptyText = '(no output)' } = parts;
  return {
    tool,
    description,
    schema,
    readOnly,
    destructive,
    emptyText,
    invocation(given) {
      const { success, data, error } = schema.safeParse(given ?? {});
      if (success) { return parts.invocation(data); }
      throw new ArgumentProblem(`The arguments of ${tool} are wrong:\n${z.prettifyError(error)}`);
    },
  };
}
