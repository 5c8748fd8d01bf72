import { CfnResource, IResolveContext, Lazy, Names, PhysicalName } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { replacementFingerprint } from './replacement-fingerprint';
import { NAME_MAX_LENGTH } from './service';

const FINGERPRINT_LENGTH = 8;

/** Every property of the resource that can only be set at its creation, but the name itself. */
export const CREATE_ONLY = ['Certificates', 'Description', 'ExecutionRoleArn', 'NetworkConfiguration'];

/**
 * A name that is new whenever CloudFormation has to replace the code interpreter, and else the same.
 *
 * Names are unique in an account and replacements are created before the old resource is deleted, so a name that
 * outlives its resource makes the deployment fail.
 */
export class ReplacementSafeName {
  public readonly text: string;
  /** Matches this name in an ARN condition, and those that it will have after a replacement, and no other. */
  public readonly pattern: string;

  private resource?: CfnResource;
  private beingMade = false;

  constructor(scope: Construct, given?: string) {
    if (given !== undefined && given !== PhysicalName.GENERATE_IF_NEEDED) {
      this.text = this.pattern = given;
      return;
    }
    const prefix = Names.uniqueResourceName(scope, { maxLength: NAME_MAX_LENGTH - FINGERPRINT_LENGTH - 1, separator: '_', allowedSpecialCharacters: '_' });
    this.pattern = `${prefix}_${'?'.repeat(FINGERPRINT_LENGTH)}`;
    this.text = Lazy.uncachedString({
      // While references are looked for, nothing is final, and a name holds none. What holds the name itself counts without it.
      produce: (context) => context.preparing || this.beingMade ? prefix : `${prefix}_${this.fingerprint(context)}`,
    });
  }

  /** Names the one resource whose properties the name depends on. */
  public follow(resource: CfnResource): void {
    this.resource = resource;
  }

  private fingerprint(context: IResolveContext): string {
    this.beingMade = true;
    try {
      return replacementFingerprint(this.resource!, CREATE_ONLY, ['Name', 'Tags'], context);
    } finally {
      this.beingMade = false;
    }
  }
}
