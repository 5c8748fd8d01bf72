import * as fs from 'fs';
import * as path from 'path';
import { pythonApp } from './python-app';
import { typescriptApp } from './typescript-app';
import { Plan } from '../plan/expression';

export type Language = 'typescript' | 'python';

/** What an app is made of beside its plan. */
export interface AppOptions {
  /** The folder of the app, absolute. */
  readonly folder: string;
  /** The configuration, as it is called in comments. */
  readonly source: string;
  readonly service: string;
  readonly stage: string;
  readonly stackId: string;
  /** The id of the construct. */
  readonly id: string;
}

/** The text of each file, by its path with forward slashes. */
export type Files = Readonly<Record<string, string>>;

/** What the app asks of those who run it. */
export interface Requirements {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<'aws-cdk-lib' | 'constructs', string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The files of a CDK app that makes what the plan makes. */
export function ejectedApp(plan: Plan, language: Language, options: AppOptions): Files {
  const requirements: Requirements = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', '..', 'package.json'), 'utf8'));
  return language === 'python' ? pythonApp(plan, options, requirements) : typescriptApp(plan, options, requirements);
}
