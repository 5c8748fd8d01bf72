import { awscdk, Component } from 'projen';

/** A pattern, because of folders eslint reads TypeScript only. */
const AGENTS = 'examples/agents/*/*.js';

/** Packages of the workspace that are no constructs: they share the rules of this one, and their tests run with vitest. */
export class PlainPackages extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary, folders: readonly string[]) {
    super(library);
    for (const folder of folders) {
      library.eslint?.addLintPattern(`${folder}/src`);
      library.eslint?.addLintPattern(`${folder}/test`);
      library.eslint?.addOverride({
        files: [`${folder}/**/*.ts`],
        rules: {
          // Frames, flags of system calls.
          'no-bitwise': 'off',
          // Its `exports` names declarations that are not there. The compiler looks on, the linter does not.
          'import/no-unresolved': ['error', { ignore: ['^@modelcontextprotocol/sdk/'] }],
          'import/no-extraneous-dependencies': ['error', {
            packageDir: [folder, '.'], devDependencies: [`**/${folder}/test/**`, `**/${folder}/*.config.ts`], optionalDependencies: true,
          }],
        },
      });
      // What users write: it imports the package itself, by its name.
      library.eslint?.addOverride({ files: [`${folder}/test/package/**/*.ts`], rules: { 'import/no-extraneous-dependencies': 'off' } });
      library.gitignore.exclude(`/${folder}/lib/`);
    }
    // An agent is shipped with what its own package.json says.
    library.eslint?.addLintPattern(AGENTS);
    library.eslint?.ignorePatterns.push(`!${AGENTS}`);
    library.eslint?.addOverride({ files: [AGENTS], rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: false }] } });
  }
}
