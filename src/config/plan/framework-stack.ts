import { resourceOf } from './constructs';
import { Declared, perform, PlanContext } from './context';
import { call, create, Expression, literal, struct, THIS } from './expression';
import { Unit } from './units';

/** With another name for its export, with an underscore for example, the stack of the framework cannot have been deployed. */
const EXPORTABLE = /^[a-zA-Z0-9:-]{1,255}$/;

/** What the framework's stack tells of a resource. */
export interface FrameworkOutputs {
  readonly arn: Expression;
  readonly id: Expression;
  /** What the name of the export of the ARN ends in. */
  readonly exportSuffix: string;
  /** Left out where the role is not made here. */
  readonly role?: Expression;
}

/** Gives a resource the logical id and the outputs that the framework's stack has for it. */
export function takeOver(
  { options }: PlanContext, unit: Unit, resource: Expression, { item, logicalId }: Declared,
  { arn, id, exportSuffix, role }: FrameworkOutputs,
): void {
  const exportName = `${options.service}-${options.stage}-${item.name}-${exportSuffix}`;
  keepLogicalId(unit, resource, logicalId);
  output(unit, `${logicalId}Arn`, arn, EXPORTABLE.test(exportName) ? exportName : undefined);
  output(unit, `${logicalId}Id`, id);
  if (role) { output(unit, `${logicalId}RoleArn`, role); }
}

/** @param construct whose main resource it is */
export function keepLogicalId(unit: Unit, construct: Expression, logicalId: string): void {
  perform(unit, call(resourceOf(construct), 'overrideLogicalId', literal(logicalId)));
}

export function output(unit: Unit, logicalId: string, value: Expression, exportName?: string): void {
  const made = create('core', 'CfnOutput', THIS, literal(logicalId), struct('core', 'CfnOutputProps', {
    value,
    exportName: exportName === undefined ? undefined : literal(exportName),
  }));
  perform(unit, call(made, 'overrideLogicalId', literal(logicalId)));
}
