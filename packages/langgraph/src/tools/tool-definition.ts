import { z } from 'zod';
import { ToolName } from './tool-name.js';

/** A tool as frameworks declare it to a model. */
export interface CodeInterpreterToolDefinition {
  /** With the prefix, if there is one. */
  readonly name: string;
  /** Without it. */
  readonly tool: ToolName;
  readonly description: string;
  readonly schema: z.ZodObject;
  /** Whether it only looks. */
  readonly readOnly: boolean;
  /** Whether it can change or remove what is in the session. */
  readonly destructive: boolean;
}
