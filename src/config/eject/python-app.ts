import type { AppOptions, Files, Requirements } from './ejected-app';
import { pascalCase } from './identifiers';
import { pythonClass } from './python-class';
import { readme } from './readme';
import { pythonString } from './strings';
import { json, lines } from './text-files';
import { Plan } from '../plan/expression';

export function pythonApp(plan: Plan, options: AppOptions, { version, peerDependencies }: Requirements): Files {
  const { className, code, wanted } = pythonClass(plan, {
    className: pascalCase(options.id), source: options.source, folder: options.folder,
  });
  return {
    '.gitignore': lines('.venv/', '__pycache__/', 'cdk.out/'),
    'README.md': readme(options, {
      file: 'agents.py', install: 'python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt', cdk: 'npx aws-cdk@2',
    }),
    'app.py': app(className, wanted, options),
    'cdk.json': json({ app: 'python3 app.py' }),
    'agents.py': code,
    'requirements.txt': lines(
      `aws-cdk-lib${range(peerDependencies['aws-cdk-lib'])}`,
      `cdk-agentcore-code-interpreter${range(version)}`,
      `constructs${range(peerDependencies.constructs)}`,
    ),
  };
}

function app(className: string, wanted: readonly string[], { stackId, id }: AppOptions): string {
  const given = wanted.map((name) => `, ${name}=${name}`).join('');
  return lines(
    'import aws_cdk as cdk',
    '',
    `from agents import ${className}`,
    '',
    'app = cdk.App()',
    `stack = cdk.Stack(app, ${pythonString(stackId)})`,
    ...(wanted.length > 0 ? ['# The configuration refers to these constructs and does not define them: make or import them here.'] : []),
    `${className}(stack, ${pythonString(id)}${given})`,
    'app.synth()',
  );
}

/** `^1.2.3` in the way of pip. */
function range(version: string): string {
  const from = version.replace('^', '');
  return `>=${from},<${Number(from.split('.')[0]) + 1}`;
}
