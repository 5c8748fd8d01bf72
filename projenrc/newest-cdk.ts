import { awscdk, Component, javascript } from 'projen';

const ALIAS = 'aws-cdk-lib-newest';

/**
 * Compiles and tests against the newest aws-cdk-lib beside the floor, in one installation: the second version is
 * installed under another name, and both the compiler and jest read that name where the code says aws-cdk-lib.
 */
export class NewestCdk extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary, version: string) {
    super(project);
    project.addDevDeps(`${ALIAS}@npm:aws-cdk-lib@${version}`);
    new javascript.TypescriptConfig(project, {
      fileName: 'test/tsconfig.newest.json',
      extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([project.tsconfig!]),
      include: ['../src/**/*.ts', '**/*.ts'],
      compilerOptions: {
        noEmit: true,
        rootDir: '..',
        paths: { 'aws-cdk-lib': [`../node_modules/${ALIAS}`], 'aws-cdk-lib/*': [`../node_modules/${ALIAS}/*`] },
      },
    });
    project.addTask('test:newest', {
      description: `Compile and test against aws-cdk-lib ${version}, with AWS's template validator as errors`,
      steps: [
        { execArgs: ['tsc', '--noEmit', '-p', 'test/tsconfig.newest.json'] },
        { execArgs: ['jest', '--config', 'test/jest.newest.json', '$@'] },
      ],
      receiveArgs: true,
    });
  }
}
