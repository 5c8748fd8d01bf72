import { Message, ProtocolError } from './frames.js';
import { DirectoryEntry, EarlyEnd, FileProblem, FileRead, TaskStatus } from './sandbox.js';

type Json = Readonly<Record<string, unknown>>;

const EARLY_ENDS: readonly EarlyEnd[] = ['timeout', 'canceled', 'killed'];
const TASK_STATUSES: readonly TaskStatus[] = ['submitted', 'working', 'completed', 'failed', 'canceled'];

/** Reads what an agent has sent. Each throws `ProtocolError` where it is not as agreed. */
export const reply = {
  text(json: Json, name: string): string {
    const value = json[name];
    if (typeof value !== 'string') { throw wrong(name, value, 'a string'); }
    return value;
  },

  /** Not negative. */
  number(json: Json, name: string): number {
    const value = json[name];
    if (typeof value !== 'number' || !(value >= 0)) { throw wrong(name, value, 'a number from 0'); }
    return value;
  },

  /** Not negative. */
  count(json: Json, name: string): number {
    const value = json[name];
    if (!Number.isSafeInteger(value) || (value as number) < 0) { throw wrong(name, value, 'an integer from 0'); }
    return value as number;
  },

  exitCode(json: Json): number {
    const value = json.exitCode;
    if (!Number.isSafeInteger(value)) { throw wrong('exitCode', value, 'an integer'); }
    return value as number;
  },

  earlyEnd(json: Json): EarlyEnd | undefined {
    const value = json.end ?? undefined;
    return value === undefined ? undefined : oneOf(EARLY_ENDS, 'end', value);
  },

  taskStatus(json: Json): TaskStatus {
    return oneOf(TASK_STATUSES, 'status', json.status);
  },

  object(json: Json, name: string): Json {
    return asObject(json[name], name);
  },

  files({ json, attached }: Message, asked: readonly string[]): FileRead[] {
    let offset = 0;
    const files = list(json, 'files').map((file) => {
      const path = reply.text(file, 'path');
      if (file.problem !== undefined) { return { path, problem: reply.text(file, 'problem') }; }
      const end = offset + reply.count(file, 'size');
      if (end > attached.length) { throw new ProtocolError(`${path}: ${end} bytes announced, ${attached.length} sent`); }
      const data = attached.subarray(offset, end);
      offset = end;
      return { path, data };
    });
    if (files.length !== asked.length) { throw new ProtocolError(`${files.length} files for ${asked.length} paths`); }
    return files;
  },

  entries(json: Json): DirectoryEntry[] {
    return list(json, 'entries').map((entry) => ({
      name: reply.text(entry, 'name'), directory: entry.directory === true, bytes: reply.count(entry, 'bytes'),
    }));
  },

  problems(json: Json): FileProblem[] {
    return list(json, 'problems').map((entry) => ({ path: reply.text(entry, 'path'), problem: reply.text(entry, 'problem') }));
  },
};

function list(json: Json, name: string): Json[] {
  const value = json[name];
  if (!Array.isArray(value)) { throw wrong(name, value, 'a list'); }
  return value.map((entry) => asObject(entry, name));
}

function asObject(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) { throw wrong(name, value, 'an object'); }
  return value as Json;
}

function oneOf<T extends string>(allowed: readonly T[], name: string, value: unknown): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) { throw wrong(name, value, allowed.join(', ')); }
  return found;
}

function wrong(name: string, value: unknown, wanted: string): ProtocolError {
  return new ProtocolError(`\`${name}\` in a reply is ${JSON.stringify(value) ?? 'missing'}, not ${wanted}`);
}
