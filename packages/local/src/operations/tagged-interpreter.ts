import { notFound } from './service-exception.js';
import { Interpreter } from '../state/interpreter.js';
import { Interpreters } from '../state/interpreters.js';

/** By ARN. The service's own has no account and so no tags, nor has any other kind of resource. */
export function taggedInterpreter(interpreters: Interpreters, resourceArn: string): Interpreter {
  const [, kind] = /:([a-z-]+)\/[^/]+$/.exec(resourceArn) ?? [];
  const found = kind === 'code-interpreter-custom' ? interpreters.find(resourceArn) : undefined;
  if (found?.type !== 'CUSTOM') { throw notFound(`Resource ${resourceArn} does not exist. Only custom code interpreters have tags here.`); }
  return found;
}
