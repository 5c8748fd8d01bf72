import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxPython } from './local-service.mjs';
import { packageLinters, packed } from './packed.mjs';
import { failed, passed } from './result.mjs';
import { run, runAll } from './run.mjs';
import { withTempFolder } from './temp.mjs';

const WANTED = /^package\/((bin|lib|page|python|reduced|worker)\/.+\.(js|mjs|d\.ts|py|txt|html|css)|(README|PROTOCOL)\.md|LICENSE|package\.json)$/;

/** As in the README, but in JavaScript, and it has to print 42. */
const PROGRAM = `
import { startLocalService } from 'agentcore-code-interpreter-local';
const service = await startLocalService();
const json = { 'content-type': 'application/json' };
const base = service.url + '/code-interpreters/aws.codeinterpreter.v1';
const { sessionId } = await (await fetch(base + '/sessions/start', { method: 'PUT', headers: json, body: '{}' })).json();
const body = JSON.stringify({ name: 'executeCode', arguments: { code: 'const answer: number = 42; answer', language: 'typescript' } });
const answer = await fetch(base + '/tools/invoke', { method: 'POST', headers: { ...json, 'x-amzn-code-interpreter-session-id': sessionId }, body });
console.log(/"stdout":"42"/.test(await answer.text()) ? 42 : 'wrong answer');
await service.close();
`;

/** The package as users get it: packed, installed into an empty project, run there. */
export async function checkLocalPackage() {
  const { python, output } = await sandboxPython();
  if (!python) { return failed(output, 'pip failed'); }
  return withTempFolder(async (folder) => {
    const { tarball, files, output: problem } = await packed('packages/local', folder);
    if (!tarball) { return failed(problem, 'not packed'); }
    const unwanted = files.filter((file) => !WANTED.test(file));
    if (unwanted.length > 0) { return failed(unwanted.join('\n'), `${unwanted.length} files too many`); }
    const linted = await runAll(packageLinters(tarball, 'esm-only'));
    if (linted.code !== 0) { return failed(linted.output, 'package.json names what is not there'); }

    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
    writeFileSync(join(folder, 'program.js'), PROGRAM);
    const env = { ...process.env, AGENTCORE_LOCAL_PYTHON: python };
    const installed = await runAll([
      { command: 'npm', args: ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball], cwd: folder },
      { command: 'npx', args: ['agentcore-local', '--version'], cwd: folder, env },
    ]);
    if (installed.code !== 0) { return failed(installed.output, 'not installable'); }
    const ran = await run({ command: process.execPath, args: ['program.js'], cwd: folder, env });
    return ran.code === 0 && /^42$/m.test(ran.output) ? passed(`${files.length} files`) : failed(ran.output, 'does not run');
  });
}
