import { ProblemSink } from './problem-sink';
import { textAt } from './text-at';
import { DEFAULT_ENDPOINT } from '../../private/agent-role';
import { Item } from '../block';
import { ConfigNode, entryOf, valueOf } from '../node';

const TIMEOUTS = ['idleRuntimeSessionTimeout', 'maxLifetime'];
const [SHORTEST, LONGEST] = [60, 28800];

/** What an agent is made of: one thing, with all that it takes. */
export function checkSource({ node, path }: Item, problems: ProblemSink): void {
  const artifact = valueOf(node, 'artifact');
  const [handler, image, s3] = [entryOf(node, 'handler'), entryOf(artifact, 'image'), entryOf(artifact, 's3')];
  if (handler && image) {
    problems.add(handler.keyAt, path, 'got handler and artifact.image, expected one of them; remove handler to run an image, or artifact.image to run Python code');
  } else if (image && s3) {
    problems.add(s3.keyAt, [...path, 'artifact'], 'got image and s3, expected one of them; remove one');
  } else if (s3 && !handler) {
    problems.add(s3.keyAt, [...path, 'artifact'], 'handler is missing; an archive in S3 takes handler: <the file in it that runs>');
  }
}

/** Endpoints have names that differ, from each other and from that of the one that is always there. */
export function checkEndpoints({ node, path }: Item, problems: ProblemSink): void {
  const taken = new Set([DEFAULT_ENDPOINT]);
  itemsAt(node, 'endpoints').forEach((endpoint, index) => {
    const name = textAt(endpoint, 'name') ?? (endpoint.kind === 'map' && !entryOf(endpoint, 'name') ? 'default' : undefined);
    if (name === undefined) { return; }
    const inService = name.replace(/-/g, '_');
    if (taken.has(inService)) {
      problems.add(valueOf(endpoint, 'name')?.at ?? endpoint.at, [...path, 'endpoints', index],
        name === DEFAULT_ENDPOINT ? 'got DEFAULT, the name of the endpoint that every agent has; choose another name'
          : `got the name ${JSON.stringify(name)} twice; choose another name`);
    }
    taken.add(inService);
  });
}

/** The service compares names of headers in any case. */
export function checkRequestHeaders({ node, path }: Item, problems: ProblemSink): void {
  const taken = new Set<string>();
  itemsAt(node, 'requestHeaders', 'allowlist').forEach((header, index) => {
    const name = textAt(header)?.toLowerCase();
    if (name === undefined) { return; }
    if (taken.has(name)) { problems.add(header.at, [...path, 'requestHeaders', 'allowlist', index], `got the header ${textAt(header)} twice; remove one`); }
    taken.add(name);
  });
}

/** Seconds as texts, which the schema cannot compare, and one with the other. */
export function checkLifecycle({ node, path }: Item, problems: ProblemSink): void {
  const place = [...path, 'lifecycle'];
  const seconds = TIMEOUTS.map((key) => {
    const value = valueOf(node, 'lifecycle', key);
    const text = textAt(value);
    if (value?.kind !== 'scalar' || text === undefined || !/^\d+$/.test(text)) { return undefined; }
    if (Number(text) >= SHORTEST && Number(text) <= LONGEST) { return Number(text); }
    if (typeof value.value === 'string') { problems.add(value.at, [...place, key], `got ${JSON.stringify(text)}, allowed: ${SHORTEST} to ${LONGEST}`); }
    return undefined;
  });
  const [idle, longest] = seconds;
  if (idle !== undefined && longest !== undefined && idle > longest) {
    problems.add(entryOf(valueOf(node, 'lifecycle'), TIMEOUTS[0])!.keyAt, place,
      `idleRuntimeSessionTimeout is ${idle} and maxLifetime is ${longest}, but a session cannot be idle for longer than it lasts; lower the one or raise the other`);
  }
}

function itemsAt(node: ConfigNode, ...path: string[]): readonly ConfigNode[] {
  const list = valueOf(node, ...path);
  return list?.kind === 'list' ? list.items : [];
}
