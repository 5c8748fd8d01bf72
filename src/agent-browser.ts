import type { IBrowserCustomRef } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BROWSER_SESSION_ACTIONS, BROWSER_STREAM_ACTIONS } from './private/actions';
import { agentCoreArn, AWS_MANAGED_BROWSER_ID } from './private/service';

/**
 * The browser that an agent drives beside its code interpreter.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-tool.html
 */
export abstract class AgentBrowser {
  /**
   * `aws.browser.v1`, the browser that AWS keeps ready in each region of the service.
   */
  public static awsManaged(): AgentBrowser {
    return new AwsManagedBrowser();
  }

  /**
   * A browser of your own: AWS's `BrowserCustom`, an L1, or a reference.
   */
  public static fromBrowser(browser: IBrowserCustomRef): AgentBrowser {
    return new CustomBrowser(browser);
  }

  /**
   * Lets `grantee` use the browser.
   *
   * @returns the id of the browser
   * @internal
   */
  public _bind(scope: Construct, grantee: iam.IGrantable): string {
    const { id, arn } = this._identify(scope);
    iam.Grant.addToPrincipal({ grantee, actions: BROWSER_SESSION_ACTIONS, resourceArns: [arn] });
    iam.Grant.addToPrincipal({ grantee, actions: BROWSER_STREAM_ACTIONS, resourceArns: ['*'] });
    return id;
  }

  /** @internal */
  protected abstract _identify(scope: Construct): BrowserIdentity;
}

/** @internal */
export interface BrowserIdentity {
  readonly id: string;
  readonly arn: string;
}

class AwsManagedBrowser extends AgentBrowser {
  protected _identify(scope: Construct): BrowserIdentity {
    return managedIdentity(scope);
  }
}

class CustomBrowser extends AgentBrowser {
  constructor(private readonly browser: IBrowserCustomRef) {
    super();
  }

  protected _identify(scope: Construct): BrowserIdentity {
    const { browserId, browserArn } = this.browser.browserCustomRef;
    // CfnBrowserCustom.fromBrowserId() puts the managed id into an ARN that does not exist.
    return browserId === AWS_MANAGED_BROWSER_ID ? managedIdentity(scope) : { id: browserId, arn: browserArn };
  }
}

function managedIdentity(scope: Construct): BrowserIdentity {
  return { id: AWS_MANAGED_BROWSER_ID, arn: agentCoreArn(scope, 'browser', AWS_MANAGED_BROWSER_ID, 'aws') };
}
