import { awscdk, Component, javascript } from 'projen';

const RUNNER = ['integ-runner', '--directory', 'integ', '--language', 'typescript'];
/** AWS_REGION spares the runner seven seconds of asking the instance metadata service where it is. */
const ENV = { AWS_REGION: 'us-east-1', TS_NODE_TRANSPILE_ONLY: 'true' };

/** Deployable apps in `integ/`, whose snapshots are verified without an AWS account. */
export class IntegSnapshots extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    new javascript.TypescriptConfig(project, {
      fileName: 'integ/tsconfig.json',
      extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([project.tsconfig!]),
      include: ['**/*.ts'],
      compilerOptions: { noEmit: true, rootDir: '..' },
    });
    project.eslint?.addLintPattern('integ');
    project.eslint?.allowDevDeps('integ/**');
    project.addPackageIgnore('/integ/');
    project.addTask('integ', {
      description: 'Verify the integration snapshots, offline',
      env: ENV,
      steps: [{ execArgs: ['tsc', '--noEmit', '-p', 'integ/tsconfig.json'] }, { execArgs: [...RUNNER, '$@'] }],
      receiveArgs: true,
    });
    project.addTask('integ:update', {
      description: 'Write the integration snapshots without deploying',
      env: ENV,
      execArgs: [...RUNNER, '--parallel-regions', 'us-east-1', '--update-on-failed', '--dry-run', '$@'],
      receiveArgs: true,
    });
    project.addTask('integ:deploy', {
      description: 'Deploy the integration apps to the account of your credentials, then destroy them',
      env: { TS_NODE_TRANSPILE_ONLY: 'true' },
      // us-east-2, because AgentCore takes all of its availability zones; --force, or unchanged snapshots are not deployed.
      execArgs: [...RUNNER, '--parallel-regions', 'us-east-2', '--update-on-failed', '--force', '$@'],
      receiveArgs: true,
    });
  }
}
