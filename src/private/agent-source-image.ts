import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecr_assets from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Annotations, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { GrantedArtifact } from './agent-source-artifact';
import { checkDirectory, isFile, outputFolder } from './agent-source-directory';
import { configurationError, shown } from './errors';
import { DNS_SUFFIX, REPOSITORY, TAG_AND_DIGEST } from './image-uri';
import type { AgentImageOptions } from '../agent-source';

const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** A token may stand for all but the repository. */
const TOKEN = '\\$\\{Token\\[[^\\]]*\\]\\}';
const PRIVATE_IMAGE = new RegExp(
  `^([0-9]{12}|${TOKEN})\\.dkr\\.ecr\\.([a-z0-9-]+|${TOKEN})\\.(?:${DNS_SUFFIX}|${TOKEN})/${REPOSITORY}${TAG_AND_DIGEST}$`);
const PUBLIC_IMAGE = new RegExp(`^public\\.ecr\\.aws/${REPOSITORY}${TAG_AND_DIGEST}$`);

/** The literal URIs that every aws-cdk-lib of our range takes. */
const TAKEN_BY_RUNTIME = new RegExp(`^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/${REPOSITORY}[:@]\\S+$`);

export function bindImageAsset(
  scope: Construct, role: iam.IRole, directory: string, options: AgentImageOptions,
): bedrockagentcore.AgentRuntimeArtifact {
  checkDirectory(scope, directory);
  const file = options.file ?? 'Dockerfile';
  if (!isFile(directory, file)) {
    throw configurationError(scope, 'DockerfileNotFound',
      `found no ${file} in ${directory}; add it, or name another file of that directory with the option file`);
  }
  const asset = new ecr_assets.DockerImageAsset(scope, 'Image', {
    ...options,
    directory,
    exclude: [...options.exclude ?? [], 'cdk.out', ...outputFolder(scope, directory)],
    platform: ecr_assets.Platform.LINUX_ARM64,
  });
  asset.repository.grantPull(role);
  return imageArtifact(asset.imageUri);
}

export function bindEcrImage(role: iam.IRole, repository: ecr.IRepository, tagOrDigest?: string): bedrockagentcore.AgentRuntimeArtifact {
  repository.grantPull(role);
  return imageArtifact(repository.repositoryUriForTagOrDigest(tagOrDigest ?? 'latest'));
}

export function bindImageUri(scope: Construct, role: iam.IRole, imageUri: string): bedrockagentcore.AgentRuntimeArtifact {
  const image = PRIVATE_IMAGE.exec(imageUri);
  if (image) {
    const [, account, region, resourceName] = image;
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: PULL_ACTIONS,
      resourceArns: [Stack.of(scope).formatArn({ service: 'ecr', region, account, resource: 'repository', resourceName })],
    });
    iam.Grant.addToPrincipal({ grantee: role, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });
  } else if (Token.isUnresolved(imageUri)) {
    Annotations.of(scope).addWarningV2('cdk-agentcore-code-interpreter:imagePullNotGranted',
      'the image URI of this agent is known at deployment only, so its role was given no right to pull the image'
      + `; grant ${PULL_ACTIONS.join(', ')} on the repository and ecr:GetAuthorizationToken on *, or use AgentSource.fromEcrRepository`);
  } else if (!PUBLIC_IMAGE.test(imageUri)) {
    throw configurationError(scope, 'InvalidImageUri',
      `imageUri must be an image in ECR, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:v1, got: ${shown(imageUri)}`
      + '; push the image to ECR and use its URI there');
  }
  return imageArtifact(imageUri);
}

/** Hides from `Runtime` that a URI is literal where it would refuse what the service takes. */
function imageArtifact(imageUri: string): bedrockagentcore.AgentRuntimeArtifact {
  const taken = Token.isUnresolved(imageUri) || TAKEN_BY_RUNTIME.test(imageUri);
  const uri = taken ? imageUri : Lazy.string({ produce: () => imageUri });
  return new GrantedArtifact(bedrockagentcore.AgentRuntimeArtifact.fromImageUri(uri));
}
