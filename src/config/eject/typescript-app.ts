import * as path from 'path';
import type { AppOptions, Files, Requirements } from './ejected-app';
import { pascalCase } from './identifiers';
import { readme } from './readme';
import { typescriptString } from './strings';
import { json, lines } from './text-files';
import { typescriptClass } from './typescript-class';
import { Plan } from '../plan/expression';

const COMPILER_OPTIONS = {
  target: 'ES2022',
  module: 'node16',
  lib: ['es2022'],
  types: ['node'],
  strict: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
  noEmit: true,
};
const TOOLS = ['@types/node', 'aws-cdk', 'ts-node', 'typescript'];

export function typescriptApp(plan: Plan, options: AppOptions, { version, peerDependencies, devDependencies }: Requirements): Files {
  const { className, code, wanted } = typescriptClass(plan, {
    className: pascalCase(options.id), source: options.source, folder: path.join(options.folder, 'lib'),
  });
  return {
    '.gitignore': lines('cdk.out/', 'node_modules/'),
    'README.md': readme(options, { file: 'lib/agents.ts', install: 'npm install', check: 'npx tsc', cdk: 'npx cdk' }),
    'bin/app.ts': app(className, wanted, options),
    'cdk.json': json({ app: 'npx ts-node --prefer-ts-exts bin/app.ts' }),
    'lib/agents.ts': code,
    'package.json': json({
      name: `${packageName(options.service)}-cdk`,
      version: '0.1.0',
      private: true,
      scripts: { build: 'tsc', cdk: 'cdk' },
      dependencies: { ...peerDependencies, 'cdk-agentcore-code-interpreter': `^${version}` },
      devDependencies: Object.fromEntries(TOOLS.map((tool) => [tool, devDependencies[tool]])),
    }),
    'tsconfig.json': json({ compilerOptions: COMPILER_OPTIONS, include: ['bin', 'lib'] }),
  };
}

function app(className: string, wanted: readonly string[], { stackId, id }: AppOptions): string {
  const props = wanted.length === 0 ? [`new ${className}(stack, ${typescriptString(id)});`] : [
    '// The configuration refers to these constructs and does not define them: make or import them here.',
    `new ${className}(stack, ${typescriptString(id)}, { ${wanted.join(', ')} });`,
  ];
  return lines(
    "import * as cdk from 'aws-cdk-lib';",
    `import { ${className} } from '../lib/agents';`,
    '',
    'const app = new cdk.App();',
    `const stack = new cdk.Stack(app, ${typescriptString(stackId)});`,
    ...props,
  );
}

function packageName(service: string): string {
  return service.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'agents';
}
