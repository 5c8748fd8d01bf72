import { awscdk, Component } from 'projen';

/** Runs AWS's construct linter over the compiled assembly. An exclusion maps `rule:name` to the reason for it. */
export class AwsLint extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary, exclusions: Record<string, string>) {
    super(project);
    project.addTask('awslint', {
      description: 'Check the public API against the CDK design guidelines',
      execArgs: ['awslint', ...Object.keys(exclusions).flatMap((rule) => ['-x', rule])],
    });
  }
}
