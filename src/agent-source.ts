import * as path from 'path';
import type { AgentCoreRuntime, AgentRuntimeArtifact } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as ecr_assets from 'aws-cdk-lib/aws-ecr-assets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { onDemand } from './private/on-demand';

/**
 * Options of `AgentSource.fromDirectory`.
 */
export interface AgentDirectoryOptions {
  /**
   * Files and folders to leave out: for an image in the syntax of a `.dockerignore`, which is read too, for code in
   * that of a `.gitignore`.
   *
   * @default - for an image what `.dockerignore` names, for code what `AgentCodeOptions.exclude` lists
   */
  readonly exclude?: string[];
}

/**
 * Options of `AgentSource.fromDockerfile`. The platform is no option: the service runs images for arm64 only.
 */
export interface AgentImageOptions {
  /**
   * The Dockerfile, relative to the directory.
   *
   * @default Dockerfile
   */
  readonly file?: string;

  /**
   * The stage of the Dockerfile to build.
   *
   * @default - the last one
   */
  readonly target?: string;

  /**
   * Build arguments. They stay readable in the image, so secrets belong into `buildSecrets`. No tokens: images are
   * built before the deployment.
   *
   * @default - none
   */
  readonly buildArgs?: { [key: string]: string };

  /**
   * More directories or images that the build may copy from, by name.
   *
   * @default - only the directory
   */
  readonly buildContexts?: { [key: string]: string };

  /**
   * Secrets for the build, by id, each with the help of `DockerBuildSecret` from aws-cdk-lib.
   *
   * @default - none
   */
  readonly buildSecrets?: { [key: string]: string };

  /**
   * The SSH agent socket or keys for the build, as in `docker build --ssh`.
   *
   * @default - none
   */
  readonly buildSsh?: string;

  /**
   * The network of the build.
   *
   * @default - that of `docker build`
   */
  readonly networkMode?: ecr_assets.NetworkMode;

  /**
   * Where to take cached layers from.
   *
   * @default - the local cache
   */
  readonly cacheFrom?: ecr_assets.DockerCacheOption[];

  /**
   * Where to put layers for later builds.
   *
   * @default - the local cache
   */
  readonly cacheTo?: ecr_assets.DockerCacheOption;

  /**
   * Whether to build without any cache.
   *
   * @default false
   */
  readonly cacheDisabled?: boolean;

  /**
   * Files and folders that the build does not see, in the syntax of a `.dockerignore`.
   *
   * @default - what `.dockerignore` names, and the output of the synthesis
   */
  readonly exclude?: string[];

  /**
   * Any text: the image is built again when it changes, as it is when a file of the directory changes.
   *
   * @default - only files and options count
   */
  readonly extraHash?: string;
}

/**
 * Options of a directory with code that runs without an image.
 */
export interface AgentCodeOptions {
  /**
   * The file to run, relative to the directory: `.py` for Python, `.js` for Node.js, at most 128 characters.
   *
   * @default - the first file that `fromPython` or `fromNode` finds
   */
  readonly entryPoint?: string;

  /**
   * The language runtime, a Python one for `fromPython` and a Node.js one for `fromNode`.
   *
   * @default - `PYTHON_3_13` or `NODE_22`
   */
  readonly runtime?: AgentCoreRuntime;

  /**
   * Files and folders to leave out, in the syntax of a `.gitignore`, beside `.git`, `.venv`, `venv`, `__pycache__`,
   * `node_modules`, `cdk.out`, `.env`, `.env.*` and `.npmrc`. A pattern that begins with `!` brings something back.
   *
   * @default - only the files and folders named here
   */
  readonly exclude?: string[];

  /**
   * Whether the service starts the code with `opentelemetry-instrument`, which sends traces without a change of the
   * code. The dependencies must hold `aws-opentelemetry-distro` for Python and
   * `@aws/aws-distro-opentelemetry-node-autoinstrumentation` for Node.js.
   *
   * @default false
   */
  readonly instrumented?: boolean;
}

/**
 * Options of `AgentSource.fromPython`.
 */
export interface AgentPythonOptions extends AgentCodeOptions {}

/**
 * Options of `AgentSource.fromNode`.
 */
export interface AgentNodeOptions extends AgentCodeOptions {}

/**
 * Options of `AgentSource.fromEcrRepository`.
 */
export interface AgentEcrOptions {
  /**
   * The tag of the image, or its digest (`sha256:…`).
   *
   * A deployment that finds the same tag in the template as the last one changes nothing, even when the tag names
   * another image by now. With a digest, or a tag for each build, a new image is a new deployment.
   *
   * @default latest
   */
  readonly tagOrDigest?: string;
}

/**
 * Options of `AgentSource.fromS3`.
 */
export interface AgentS3Options {
  /**
   * The language runtime.
   */
  readonly runtime: AgentCoreRuntime;

  /**
   * The file to run, relative to the root of the archive, at most 128 characters.
   */
  readonly entryPoint: string;

  /**
   * The version of the object. A deployment that finds the same key and version in the template as the last one
   * changes nothing, even when the object is another by now.
   *
   * @default - the newest version at the time of a deployment that changes something
   */
  readonly objectVersion?: string;

  /**
   * Whether the service starts the code with `opentelemetry-instrument`. The archive must hold the package for it:
   * `aws-opentelemetry-distro` for Python, `@aws/aws-distro-opentelemetry-node-autoinstrumentation` for Node.js.
   *
   * @default false
   */
  readonly instrumented?: boolean;
}

/**
 * Where the code of an agent comes from. One source may be given to many agents: each role gets the rights on exactly
 * the image or the object that it needs.
 *
 * Local paths are relative to the working directory. The service takes images up to 2 GB, and archives up to 250 MB
 * that unpack to at most 750 MB.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-service-contract.html
 */
export class AgentSource {
  /**
   * Finds out what a directory holds:
   *
   * 1. a `Dockerfile`: as `fromDockerfile`
   * 2. a file that `fromPython` finds: as `fromPython`
   * 3. a file that `fromNode` finds: as `fromNode`
   *
   * Files for both languages and no `Dockerfile`, or none at all, are an error that says what to do. The app that
   * `cdk.json` runs is never taken for the agent.
   */
  public static fromDirectory(directory: string, options: AgentDirectoryOptions = {}): AgentSource {
    const absolute = path.resolve(directory);
    return new AgentSource((scope, role) => onDemand.agentSourceBinding.bindDirectory(scope, role, absolute, options));
  }

  /**
   * Builds an image for arm64 from a Dockerfile when the app is deployed. That takes Docker, or what `CDK_DOCKER`
   * names, and emulation where the machine is no arm64 one.
   */
  public static fromDockerfile(directory: string, options: AgentImageOptions = {}): AgentSource {
    const absolute = path.resolve(directory);
    return new AgentSource((scope, role) => onDemand.agentSourceBinding.bindImageAsset(scope, role, absolute, options));
  }

  /**
   * Packs Python code with its dependencies for arm64. It runs `agent.py`, `main.py` or `app.py`, the first there is.
   *
   * Dependencies come from `requirements.txt`, or else from the `dependencies` of `pyproject.toml`. They are installed
   * at synthesis, by `uv` where it is found, else by pip, else by pip in Docker; `pyproject.toml` takes `uv`. Only wheels
   * are installed. pip judges markers such as `python_version < "3.11"` by the Python that it runs in, so with pip
   * have the Python of the runtime on the path.
   *
   * The bundle is made again when a file of the directory or an option changes, so pin versions.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy-python.html
   */
  public static fromPython(directory: string, options: AgentPythonOptions = {}): AgentSource {
    const absolute = path.resolve(directory);
    return new AgentSource((scope, role) => {
      const { bindCode, PYTHON } = onDemand.agentSourceBinding;
      return bindCode(scope, role, PYTHON, absolute, options);
    });
  }

  /**
   * Packs JavaScript with its dependencies for arm64. It runs the `main` of `package.json` if there is such a file,
   * else `agent.js`, `index.js`, `main.js`, `server.js` or `app.js`, the first there is. The service runs no
   * TypeScript and no `.mjs` or `.cjs` files.
   *
   * Dependencies come from `package.json`, in the versions of `package-lock.json` or `npm-shrinkwrap.json`. They are
   * installed at synthesis by npm 10.4 or later, or by npm in Docker. Install scripts do not run, and native files
   * for another platform than Linux on arm64 are left out: the service refuses archives that have any.
   *
   * The bundle is made again when a file of the directory or an option changes.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy-node.html
   */
  public static fromNode(directory: string, options: AgentNodeOptions = {}): AgentSource {
    const absolute = path.resolve(directory);
    return new AgentSource((scope, role) => {
      const { bindCode, NODE } = onDemand.agentSourceBinding;
      return bindCode(scope, role, NODE, absolute, options);
    });
  }

  /**
   * Takes an image for arm64 from a repository.
   */
  public static fromEcrRepository(repository: ecr.IRepository, options: AgentEcrOptions = {}): AgentSource {
    return new AgentSource((_scope, role) => onDemand.agentSourceBinding.bindEcrImage(role, repository, options.tagOrDigest));
  }

  /**
   * Takes an image for arm64 by its URI: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>`, with `:<tag>` or
   * `@<digest>`, or `public.ecr.aws/<repository>`.
   *
   * The role may pull from exactly that repository. Where the URI is a token that hides the repository, nothing can be
   * granted and a warning says so; `fromEcrRepository` has no such limit.
   */
  public static fromImageUri(imageUri: string): AgentSource {
    return new AgentSource((scope, role) => onDemand.agentSourceBinding.bindImageUri(scope, role, imageUri));
  }

  /**
   * Takes a `.zip` archive with code and dependencies for arm64 from a bucket. The role may read that object, with
   * the key of the bucket if it has one, and nothing else in the bucket.
   */
  public static fromS3(bucket: s3.IBucket, objectKey: string, options: AgentS3Options): AgentSource {
    return new AgentSource((scope, role) => onDemand.agentSourceBinding.bindS3(scope, role, bucket, objectKey, options));
  }

  /**
   * Takes an artifact of aws-cdk-lib, or a class of your own that extends it. The artifact is bound when the agent is
   * made, to a `runtime` that has nothing but a `role` yet.
   *
   * What it grants is what aws-cdk-lib grants: `fromCodeAsset` and `fromS3` read the whole bucket. Its `fromAsset`
   * builds for the machine that it runs on unless `platform` is `LINUX_ARM64`, the only one that the service runs.
   */
  public static fromArtifact(artifact: AgentRuntimeArtifact): AgentSource {
    return new AgentSource((scope, role) => onDemand.agentSourceBinding.bindArtifact(scope, role, artifact));
  }

  private constructor(private readonly binder: (scope: Construct, role: iam.IRole) => AgentRuntimeArtifact) {}

  /**
   * Makes what one agent needs in its scope, and grants its role the rights that it starts with. Called once for each
   * agent, while it is made: assets and statements have to be there when Aspects run.
   *
   * @internal
   */
  public _bind(scope: Construct, role: iam.IRole): AgentRuntimeArtifact {
    return this.binder(scope, role);
  }
}
