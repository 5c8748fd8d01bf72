import type { CodeInterpreterCustomReference, ICodeInterpreterCustomRef } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { IResource, Resource } from 'aws-cdk-lib/core';
import { CodeInterpreterGrants } from './code-interpreter-grants';
import { CodeInterpreterOperation } from './code-interpreter-operation';
import { configurationError } from './private/errors';
import { onDemand } from './private/on-demand';
import { USAGE_SERVICE } from './private/service';

/**
 * A code interpreter: where code that a model wrote runs, in sessions of its own.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-tool.html
 */
export interface ICodeInterpreter extends IResource, iam.IGrantable, ec2.IConnectable, ICodeInterpreterCustomRef {
  /**
   * The ARN of the code interpreter.
   *
   * @attribute
   */
  readonly codeInterpreterArn: string;

  /**
   * The id of the code interpreter, which callers pass to StartCodeInterpreterSession.
   *
   * @attribute
   */
  readonly codeInterpreterId: string;

  /**
   * What can be granted on this code interpreter.
   */
  readonly grants: CodeInterpreterGrants;

  /**
   * Grant the given actions on this code interpreter; see `CodeInterpreterGrants.actions()`.
   */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant;

  /**
   * Grant running code in this code interpreter; see `CodeInterpreterGrants.use()`.
   */
  grantUse(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grant invoking in existing sessions; see `CodeInterpreterGrants.invoke()`.
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;

  /**
   * Grant seeing this code interpreter and its sessions; see `CodeInterpreterGrants.read()`.
   */
  grantRead(grantee: iam.IGrantable): iam.Grant;

  /**
   * A metric of this code interpreter: Average over 5 minutes unless `props` say otherwise.
   *
   * @param metricName as CloudWatch calls it
   * @param props options; dimensions are added to that of the interpreter
   */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests, whatever became of them. Sum over 5 minutes unless `props` say otherwise.
   */
  metricInvocations(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Milliseconds from a request to the first token of the answer. Average over 5 minutes unless `props` say otherwise.
   */
  metricLatency(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests refused for going over a rate or a quota. Sum over 5 minutes unless `props` say otherwise.
   */
  metricThrottles(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests that failed in the service. Sum over 5 minutes unless `props` say otherwise.
   */
  metricSystemErrors(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests that were wrong. Sum over 5 minutes unless `props` say otherwise.
   */
  metricUserErrors(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * How long sessions lasted. Average over 5 minutes unless `props` say otherwise.
   */
  metricSessionDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * vCPU-hours used, up to an hour late. Sum over 5 minutes unless `props` say otherwise.
   *
   * AWS documents the dimension as the tool's id; that has not been checked against a live account.
   */
  metricCpuUsed(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * GB-hours of memory used, up to an hour late. Sum over 5 minutes unless `props` say otherwise.
   *
   * AWS documents the dimension as the tool's id; that has not been checked against a live account.
   */
  metricMemoryUsed(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/**
 * What defined and referenced code interpreters have in common.
 *
 * @internal
 */
export abstract class CodeInterpreterBase extends Resource implements ICodeInterpreter {
  public abstract readonly codeInterpreterArn: string;
  public abstract readonly codeInterpreterId: string;
  public abstract readonly grantPrincipal: iam.IPrincipal;

  /** What `connections` hands out; left out by an interpreter that has no security groups. */
  protected abstract readonly ownConnections?: ec2.Connections;
  /** What to do about an interpreter without connections. */
  protected abstract readonly connectionsAdvice: string;

  private cachedGrants?: CodeInterpreterGrants;

  public get codeInterpreterCustomRef(): CodeInterpreterCustomReference {
    return { codeInterpreterArn: this.codeInterpreterArn, codeInterpreterId: this.codeInterpreterId };
  }

  public get grants(): CodeInterpreterGrants {
    this.cachedGrants ??= CodeInterpreterGrants.fromCodeInterpreter(this);
    return this.cachedGrants;
  }

  public get connections(): ec2.Connections {
    const connections = this.ownConnections;
    if (!connections) {
      throw configurationError(this, 'NoConnections',
        'connections are those of a code interpreter in VPC mode, and this one has none; '
        + this.connectionsAdvice);
    }
    return connections;
  }

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.grants.actions(grantee, ...actions);
  }

  public grantUse(grantee: iam.IGrantable): iam.Grant {
    return this.grants.use(grantee);
  }

  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.grants.invoke(grantee);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grants.read(grantee);
  }

  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ownMetric(metricName, { Resource: this.codeInterpreterArn }, 'Average', props);
  }

  public metricInvocations(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.operationMetric('Invocations', operation, 'Sum', props);
  }

  public metricLatency(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.operationMetric('Latency', operation, 'Average', props);
  }

  public metricThrottles(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.operationMetric('Throttles', operation, 'Sum', props);
  }

  public metricSystemErrors(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.operationMetric('SystemErrors', operation, 'Sum', props);
  }

  public metricUserErrors(operation: CodeInterpreterOperation, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.operationMetric('UserErrors', operation, 'Sum', props);
  }

  public metricSessionDuration(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.operationMetric('Duration', 'CodeInterpreterSession', 'Average', props);
  }

  public metricCpuUsed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ownMetric('CPUUsed-vCPUHours', { Service: USAGE_SERVICE, Resource: this.codeInterpreterId }, 'Sum', props);
  }

  public metricMemoryUsed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ownMetric('MemoryUsed-GBHours', { Service: USAGE_SERVICE, Resource: this.codeInterpreterId }, 'Sum', props);
  }

  private operationMetric(name: string, operation: string, statistic: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ownMetric(name, { Operation: operation, Resource: this.codeInterpreterArn }, statistic, props);
  }

  private ownMetric(
    name: string, dimensions: { [name: string]: string }, statistic: string, props?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    const { metricIn, serviceMetric } = onDemand.metrics;
    return metricIn(this, serviceMetric(name, dimensions, statistic, props));
  }
}
