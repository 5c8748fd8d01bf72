import * as path from 'path';
import { CfnResource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ConfigNode, valueOf } from './node';
import { notesOf } from './notes';
import { PlanOptions } from './plan/context';
import { Plan } from './plan/expression';
import { planOf } from './plan/plan';
import { Note, Problems } from './problem';
import { ConfigSource } from './source';
import { validate } from './validate';
import type { AgentsFromConfigOptions } from '../agents-from-config';
import { resolveVariables } from './variables/resolve';
import { stageOf, VariableSources } from './variables/sources';

/** What is known of a configuration when nothing is made of it yet. */
export interface Loaded {
  readonly plan: Plan;
  readonly notes: readonly Note[];
  readonly stage: string;
  /** The name of the service; empty where the configuration has none. */
  readonly service: string;
}

/**
 * Reads a configuration and decides what to make of it.
 *
 * Fails with all problems of the configuration, for the construct that would have been made.
 */
export function load(source: ConfigSource, options: AgentsFromConfigOptions, scope?: Construct): Loaded {
  const problems = new Problems();
  const read = source.read(problems);
  if (read === undefined) { problems.throwIfAny(scope); }

  const directory = options.directory === undefined ? source.directory : path.resolve(options.directory);
  const sources: VariableSources = {
    file: source.name,
    directory,
    readableDirectories: (options.readableDirectories ?? []).map((folder) => path.resolve(folder)),
    stage: options.stage,
    options: options.options ?? {},
    parameters: options.parameters ?? {},
    environment: process.env,
  };
  const stage = stageOf(read!, sources);
  const root = resolveVariables(read!, sources, problems);
  validate(root, problems);
  const service = serviceOf(root);
  if (options.names === 'FRAMEWORK' && service === '') {
    problems.add(root.at, [], 'service is missing, and the names of the framework begin with it; add service: <name>, as it was deployed');
  }

  const given = { memories: Object.keys(options.memories ?? {}), gateways: Object.keys(options.gateways ?? {}) };
  const notes = problems.count > 0 ? [] : notesOf(root, given);
  const plan = planOf(root, planOptions(options, sources, service, stage), problems, notes);
  if (options.strict) {
    for (const note of notes.filter(({ unbuilt }) => unbuilt)) { problems.add(note.at, note.path, note.message); }
  }
  problems.throwIfAny(scope);
  return { plan, notes, stage, service };
}

function planOptions(options: AgentsFromConfigOptions, sources: VariableSources, service: string, stage: string): PlanOptions {
  return {
    service,
    stage,
    directory: sources.directory,
    readableDirectories: sources.readableDirectories,
    framework: options.names === 'FRAMEWORK',
    memories: Object.keys(options.memories ?? {}),
    gateways: Object.keys(options.gateways ?? {}),
    constructs: Object.fromEntries(Object.entries(options.constructs ?? {})
      .map(([logicalId, construct]) => [logicalId, { isResource: CfnResource.isCfnResource(construct) }])),
  };
}

/** `service` is a name, or an older map with one. */
function serviceOf(root: ConfigNode): string {
  const service = valueOf(root, 'service');
  const name = service?.kind === 'map' ? valueOf(service, 'name') : service;
  return name?.kind === 'scalar' ? name.text : '';
}
