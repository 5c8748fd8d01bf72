import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTED } from './demo-checks.mjs';
import { Template } from './demo-template.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';

/** Where examples are, by what comes before their names. */
const FOLDERS = { '': 'examples/typescript', 'serverless/': 'examples/serverless' };
const OUTPUT = 'demo-output';

/** What the CDK CLI sets: constructs say in the template what they are called. */
const CONTEXT = { 'aws:cdk:enable-path-metadata': true };

/** Those that are expected, and whatever else there is. */
export function exampleNames() {
  const found = Object.entries(FOLDERS).flatMap(([prefix, folder]) => (
    readdirSync(inRoot(folder)).filter((name) => existsSync(inRoot(folder, name, 'app.ts'))).sort().map((name) => `${prefix}${name}`)
  ));
  return [...new Set([...Object.keys(EXPECTED), ...found])];
}

/** Runs an example in a process of its own, as `cdk synth` does. */
export async function synthesize(name) {
  const folder = folderOf(name);
  const outdir = inRoot(OUTPUT, name);
  rmSync(outdir, { recursive: true, force: true });
  const result = { name, folder, outdir: `${OUTPUT}/${name}`, seconds: 0, templates: [] };
  if (!existsSync(inRoot(folder, 'app.ts'))) { return { ...result, error: 'it has no app.ts' }; }

  const start = performance.now();
  const { code, output } = await run({
    command: process.execPath,
    args: ['-r', 'ts-node/register/transpile-only', 'app.ts'],
    cwd: inRoot(folder),
    env: { ...environmentOfNobody(), CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(CONTEXT) },
  });
  const seconds = (performance.now() - start) / 1000;
  return code === 0 ? { ...result, seconds, templates: templatesIn(outdir) } : { ...result, seconds, error: output.trim() };
}

function folderOf(name) {
  return name.startsWith('serverless/') ? `examples/${name}` : `${FOLDERS['']}/${name}`;
}

/** The account, region and credentials of whoever runs the demo must not show in what it prints. */
function environmentOfNobody() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name)));
}

function templatesIn(outdir) {
  if (!existsSync(outdir)) { return []; }
  return readdirSync(outdir).filter((file) => file.endsWith('.template.json')).sort()
    .map((file) => new Template(file.replace('.template.json', ''), JSON.parse(readFileSync(join(outdir, file), 'utf8'))));
}
