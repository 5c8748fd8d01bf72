import { z } from 'zod';

/**
 * An argument that may be left out. The tool puts the value in itself: LangChain tells models of zod's own defaults that they
 * have to be given, since the schema that it makes is that of the output.
 */
export function optionalArgument<Type extends z.ZodType>(type: Type, leftOut: z.output<Type>): z.ZodOptional<Type> {
  return type.optional().meta({ default: leftOut });
}
