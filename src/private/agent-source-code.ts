import * as fs from 'fs';
import * as path from 'path';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3_assets from 'aws-cdk-lib/aws-s3-assets';
import { Annotations, AssetHashType, IgnoreMode, Stack, Stage, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { GrantedArtifact } from './agent-source-artifact';
import { bundlingOf, Installation } from './agent-source-bundling';
import { checkDirectory, checkEntryPoint, checkEntryPointLength, EntryPointRules, outputFolder } from './agent-source-directory';
import { configurationError, shown } from './errors';
import type { AgentCodeOptions, AgentS3Options } from '../agent-source';

/** Not code, not for arm64, or nobody else's business. */
const EXCLUDED = ['.git', '.venv', 'venv', '__pycache__', 'node_modules', 'cdk.out', '.env', '.env.*', '.npmrc'];
const INSTRUMENT = 'opentelemetry-instrument';

/** A language that the service runs without an image. */
export interface Language extends EntryPointRules {
  /** The way to ask for it. */
  readonly factory: string;
  /** Its runtimes, with their version as groups. */
  readonly runtimes: RegExp;
  /** The files that run when none is named, in words. */
  readonly lookedFor: string;
  /** The file or folder of the bundle that `opentelemetry-instrument` takes. */
  readonly instrumentation: string;
  /** What brings it there. */
  readonly instrumentationPackage: string;

  defaultRuntime(): bedrockagentcore.AgentCoreRuntime;

  /** The first file in `directory` to run, if there is any. */
  findEntryPoint(scope: Construct, directory: string): string | undefined;

  /** A file that would do if the service ran its kind, if there is any. */
  findOtherEntryPoint(scope: Construct, directory: string): string | undefined;

  /** How the dependencies of `directory` are installed, if it has any. */
  installationOf(scope: Construct, directory: string, version: string): Installation | undefined;
}

export function bindCode(
  scope: Construct, role: iam.IRole, language: Language, directory: string, options: AgentCodeOptions,
): bedrockagentcore.AgentRuntimeArtifact {
  checkDirectory(scope, directory);
  const runtime = options.runtime ?? language.defaultRuntime();
  const version = versionOf(scope, language, runtime);
  const exclude = [...EXCLUDED, ...options.exclude ?? [], ...outputFolder(scope, directory)];
  const named = options.entryPoint ?? foundEntryPoint(scope, language, directory);
  const entryPoint = checkEntryPoint(scope, directory, language, named, exclude);
  const asset = codeAsset(scope, directory, exclude, language.installationOf(scope, directory, version));
  if (options.instrumented) { checkInstrumentation(scope, language, directory, asset); }
  iam.Grant.addToPrincipal({
    grantee: role,
    actions: ['s3:GetObject'],
    resourceArns: [asset.bucket.arnForObjects(asset.s3ObjectKey)],
  });
  return codeArtifact({ bucketName: asset.s3BucketName, objectKey: asset.s3ObjectKey }, runtime, entryPoint, options.instrumented);
}

export function bindS3(
  scope: Construct, role: iam.IRole, bucket: s3.IBucket, objectKey: string, options: AgentS3Options,
): bedrockagentcore.AgentRuntimeArtifact {
  if (objectKey === '') {
    throw configurationError(scope, 'InvalidObjectKey', 'objectKey must name the archive in the bucket, got: ""; give the key of a .zip file');
  }
  if (!Token.isUnresolved(options.entryPoint)) { checkEntryPointLength(scope, options.entryPoint); }
  iam.Grant.addToPrincipalOrResource({
    grantee: role,
    actions: options.objectVersion === undefined ? ['s3:GetObject'] : ['s3:GetObject', 's3:GetObjectVersion'],
    resourceArns: [bucket.arnForObjects(objectKey)],
    resource: bucket,
  });
  bucket.encryptionKey?.grantDecrypt(role);
  const location = { bucketName: bucket.bucketName, objectKey, objectVersion: options.objectVersion };
  return codeArtifact(location, options.runtime, options.entryPoint, options.instrumented);
}

function versionOf(scope: Construct, language: Language, runtime: bedrockagentcore.AgentCoreRuntime): string {
  const version = language.runtimes.exec(runtime.value);
  if (version) { return version.slice(1).join('.'); }
  throw configurationError(scope, 'InvalidAgentRuntime',
    `runtime of a ${language.name} agent must be one for ${language.name}, got: ${shown(runtime.value)}`
    + `; leave it out to have ${language.defaultRuntime().value}`);
}

function foundEntryPoint(scope: Construct, language: Language, directory: string): string {
  const found = language.findEntryPoint(scope, directory) ?? language.findOtherEntryPoint(scope, directory);
  if (found) { return found; }
  throw configurationError(scope, 'AgentCodeNotFound',
    `found no ${language.name} code to run in ${directory}, looked for: ${language.lookedFor}; add one of them, or name a file with entryPoint`);
}

function codeAsset(scope: Construct, directory: string, exclude: string[], installation?: Installation): s3_assets.Asset {
  if (installation?.warning) {
    Annotations.of(scope).addWarningV2('cdk-agentcore-code-interpreter:unlockedDependencies', installation.warning);
  }
  return new s3_assets.Asset(scope, 'Code', {
    path: directory,
    exclude,
    ignoreMode: IgnoreMode.GIT,
    assetHashType: AssetHashType.SOURCE,
    bundling: installation && bundlingOf(scope, directory, exclude, installation),
  });
}

/** In the bundle, as the package may be a dependency of a dependency. There is none for stacks that are not bundled. */
function checkInstrumentation(scope: Construct, language: Language, directory: string, asset: s3_assets.Asset): void {
  const bundle = path.resolve(Stage.of(scope)!.outdir, asset.assetPath);
  if (!Stack.of(scope).bundlingRequired || fs.existsSync(path.join(bundle, language.instrumentation))) { return; }
  throw configurationError(scope, 'AgentInstrumentationNotFound',
    `instrumented needs ${language.instrumentation} in the bundle of ${directory}, and there is none`
    + `; add ${language.instrumentationPackage}, or leave instrumented out`);
}

function codeArtifact(
  location: s3.Location, runtime: bedrockagentcore.AgentCoreRuntime, entryPoint: string, instrumented?: boolean,
): bedrockagentcore.AgentRuntimeArtifact {
  const command = instrumented ? [INSTRUMENT, entryPoint] : [entryPoint];
  return new GrantedArtifact(bedrockagentcore.AgentRuntimeArtifact.fromS3(location, runtime, command));
}
