import { awscdk, Component } from 'projen';

/** Compiles every example in the README and the doc comments. */
export class Rosetta extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    project.package.addField('jsiiRosetta', { strict: true });
    project.addTask('rosetta', {
      description: 'Compile the examples of the README and of the doc comments',
      execArgs: ['jsii-rosetta', 'extract', '--compile', '--fail'],
    });
  }
}
