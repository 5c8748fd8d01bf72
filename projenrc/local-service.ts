import { awscdk, Component } from 'projen';

const FOLDER = 'packages/local';

/** The local service is a plain package of the workspace: it shares the rules of this one, and its tests run with vitest. */
export class LocalService extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library);
    library.eslint?.addLintPattern(`${FOLDER}/src`);
    library.eslint?.addLintPattern(`${FOLDER}/test`);
    library.eslint?.addOverride({
      files: [`${FOLDER}/**/*.ts`],
      rules: {
        // Frames, flags of system calls.
        'no-bitwise': 'off',
        'import/no-extraneous-dependencies': ['error', {
          packageDir: [FOLDER, '.'], devDependencies: [`**/${FOLDER}/test/**`, `**/${FOLDER}/*.config.ts`], optionalDependencies: true,
        }],
      },
    });
    library.gitignore.exclude(`/${FOLDER}/lib/`);
  }
}
