import { awscdk, Component } from 'projen';

/** The commands that work in a fresh clone: each installs what is missing first, so none may be a projen task. */
const COMMANDS = {
  test: 'scripts/test.mjs',
  demo: 'scripts/demo.mjs',
  bench: 'scripts/bench.mjs',
  local: 'packages/local/bin/agentcore-local.js',
};

export class PlainCommands extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary) {
    super(library);
  }

  public preSynthesize(): void {
    for (const [command, script] of Object.entries(COMMANDS)) {
      this.library.package.setScript(`pre${command}`, 'node scripts/setup.mjs');
      this.library.package.setScript(command, `node ${script}`);
    }
  }
}
