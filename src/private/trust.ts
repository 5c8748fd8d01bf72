import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { SERVICE_PRINCIPAL } from './service';

/** The service, when it acts for the resources that `sourceArn` matches, in the account of `scope`. */
export function serviceActingFor(scope: IConstruct, sourceArn: unknown): iam.IPrincipal {
  return new iam.ServicePrincipal(SERVICE_PRINCIPAL, {
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account }, ArnLike: { 'aws:SourceArn': sourceArn } },
  });
}
