import { Call } from './call.js';
import { OperationName } from './names.js';
import { Schema, structure } from './shapes.js';
import { compileValidator } from './validator.js';
import { Service } from '../state/service.js';

/** What a request carries, before it is checked. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON. */
  readonly body: unknown;
}

export interface OperationDefinition<Input> {
  readonly name: OperationName;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  /** Of the answer when all is well. */
  readonly status: number;
  /** Members that come in headers. None when left out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Members that come in the query. None when left out. */
  readonly query?: Readonly<Record<string, 'text' | 'integer' | 'list'>>;
  /** Whether files may be sent in the body. Left out: it is small. */
  readonly largeBody?: boolean;
  readonly members: Record<string, Schema>;
  readonly required?: readonly string[];
  /** What the call is about, for faults and observers. */
  readonly describe?: (input: Input, call: Call) => void;
  readonly run: (input: Input, service: Service, call: Call) => unknown;
}

/** One operation of the API, ready to be routed to. */
export interface Operation extends Pick<OperationDefinition<never>, 'name' | 'method' | 'path' | 'status' | 'largeBody'> {
  /** What the answer holds. Nothing for 204. */
  invoke(request: RawRequest, service: Service, call: Call): Promise<unknown>;
}

export function defineOperation<Input>(definition: OperationDefinition<Input>): Operation {
  const { name, method, path, status, largeBody, headers = {}, query = {}, members, required, describe, run } = definition;
  const validate = compileValidator<Input>(structure(members, required));
  const headerMembers = Object.entries(headers);
  const queryMembers = Object.entries(query);

  const collect = (request: RawRequest): unknown => {
    const { body } = request;
    if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) { return body; }
    const input = withoutNulls(body ?? {});
    for (const [member, header] of headerMembers) { set(input, member, request.header(header)); }
    for (const [member, kind] of queryMembers) { set(input, member, fromQuery(request.query[member], kind)); }
    return Object.assign(input, request.path);
  };

  return {
    name,
    method,
    path,
    status,
    largeBody,
    async invoke(request, service, call) {
      const input = validate(collect(request));
      describe?.(input, call);
      await service.admit(call);
      return run(input, service, call);
    },
  };
}

/** How deep the model goes: a body, its arguments, their content, each item of it. */
const DEEPEST_MEMBERS = 6;

/** The service takes a null member for an absent one. */
function withoutNulls(value: object, depth = 0): Record<string, unknown> {
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (member === null && !Array.isArray(value)) { delete members[name]; }
    if (typeof member === 'object' && member !== null && depth < DEEPEST_MEMBERS) { withoutNulls(member, depth + 1); }
  }
  return members;
}

/** What the body says of a member that belongs elsewhere does not count. */
function set(input: Record<string, unknown>, member: string, value: unknown): void {
  if (value !== undefined) { input[member] = value; } else if (member in input) { delete input[member]; }
}

function fromQuery(value: string | string[] | undefined, kind: 'text' | 'integer' | 'list'): unknown {
  if (value === undefined) { return undefined; }
  if (kind === 'list') { return Array.isArray(value) ? value : [value]; }
  return kind === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
