import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * An artifact as it renders, without what it grants: that is done when the agent is made.
 *
 * `Runtime` binds artifacts while the template is rendered, when Aspects have run already, and AWS's code artifacts
 * then let the role read the whole bucket.
 */
export class GrantedArtifact extends bedrockagentcore.AgentRuntimeArtifact {
  constructor(private readonly artifact: bedrockagentcore.AgentRuntimeArtifact) {
    super();
  }

  public bind(): void {}

  /** @internal */
  public _render(): bedrockagentcore.CfnRuntime.AgentRuntimeArtifactProperty {
    return this.artifact._render();
  }
}

export function bindArtifact(
  scope: Construct, role: iam.IRole, artifact: bedrockagentcore.AgentRuntimeArtifact,
): bedrockagentcore.AgentRuntimeArtifact {
  const own = forOneAgent(artifact);
  own.bind(scope, { role } as bedrockagentcore.Runtime);
  return new GrantedArtifact(own);
}

/**
 * AWS's artifacts remember that they were bound, and grant nothing to the roles that come later.
 *
 * @see https://github.com/aws/aws-cdk/issues/37663
 */
function forOneAgent(artifact: bedrockagentcore.AgentRuntimeArtifact): bedrockagentcore.AgentRuntimeArtifact {
  if (typeof (artifact as unknown as { bound?: unknown }).bound !== 'boolean') { return artifact; }
  return Object.assign(Object.create(Object.getPrototypeOf(artifact)), artifact, { bound: false, asset: undefined });
}
