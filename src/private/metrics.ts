import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { IResource, Token } from 'aws-cdk-lib/core';
import type { CodeInterpreterOperation } from '../code-interpreter-operation';

const NAMESPACE = 'AWS/Bedrock-AgentCore';

/** A metric of the service; the dimensions of `props` are added to ours, never put in their place. */
export function serviceMetric(
  metricName: string, dimensions: { [name: string]: string }, statistic: string, props: cloudwatch.MetricOptions = {},
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    ...props,
    namespace: NAMESPACE,
    metricName,
    statistic: props.statistic ?? statistic,
    dimensionsMap: { ...props.dimensionsMap, ...dimensions },
  });
}

/**
 * Ties a metric to its interpreter. `attachTo` takes the environment of the stack, which for a reference to an
 * interpreter elsewhere is not where the metric is.
 */
export function metricIn(codeInterpreter: IResource, metric: cloudwatch.Metric): cloudwatch.Metric {
  const { stack, env } = codeInterpreter;
  const elsewhere = (own: string, local: string) => own === local || Token.isUnresolved(own) ? undefined : own;
  return metric.attachTo(codeInterpreter).with({
    region: metric.region ?? elsewhere(env.region, stack.region),
    account: metric.account ?? elsewhere(env.account, stack.account),
  });
}

/** One operation over all interpreters. The service has no metric without `Resource`, so this searches for them all. */
export function searchMetric(
  metricName: string, operation: CodeInterpreterOperation, statistic: string, props: cloudwatch.MathExpressionOptions = {},
): cloudwatch.MathExpression {
  const total = statistic === cloudwatch.Stats.AVERAGE ? 'AVG' : 'SUM';
  const schema = `{"${NAMESPACE}",Operation,Resource}`;
  return new cloudwatch.MathExpression({
    label: `${metricName} ${operation}`,
    ...props,
    expression: `${total}(SEARCH('${schema} MetricName="${metricName}" Operation="${operation}"', '${statistic}'))`,
  });
}
