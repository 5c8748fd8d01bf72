/* The toolkit and the MCP server as users get them: packed, installed on the oldest and newest peers, and run against the local service. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxPython } from './local-service.mjs';
import { mcpProject } from './mcp-project.mjs';
import { packageLinters, packed } from './packed.mjs';
import { failed } from './result.mjs';
import { inRoot } from './root.mjs';
import { runAll } from './run.mjs';
import { taskEnv } from './task.mjs';
import { withTempFolder } from './temp.mjs';
import { bundles, toolkitProject } from './toolkit-project.mjs';

const TOOLKIT = 'packages/langgraph';
const MCP = 'packages/mcp';
const WANTED = {
  [TOOLKIT]: /^package\/(lib\/.+\.(js|d\.ts)|lib\/cjs\/package\.json|README\.md|LICENSE|package\.json)$/,
  [MCP]: /^package\/((bin|lib)\/.+\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/,
};

export async function checkToolkitPackage() {
  const peers = JSON.parse(readFileSync(inRoot(TOOLKIT, 'test', 'package', 'peers.json'), 'utf8'));
  const unlike = floorsUnlike(peers.oldest);
  if (unlike) { return failed(unlike, 'the oldest peers are not tested'); }
  const { python, output } = await sandboxPython();
  if (!python) { return failed(output, 'pip failed'); }

  return withTempFolder(async (folder) => {
    const tarballs = {};
    for (const name of [TOOLKIT, MCP]) {
      const { tarball, files, output: problem } = await packed(name, folder);
      if (!tarball) { return failed(problem, 'not packed'); }
      const unwanted = files.filter((file) => !WANTED[name].test(file));
      if (unwanted.length > 0) { return failed(unwanted.join('\n'), `${unwanted.length} files too many`); }
      tarballs[name] = tarball;
    }
    const { startLocalService } = await import('../../packages/local/lib/index.js');
    const service = await startLocalService({ python });
    try {
      return await checkInstalled({ folder, tarballs, peers, env: environmentFor(service) });
    } finally {
      await service.close();
    }
  });
}

async function checkInstalled({ folder, tarballs, peers, env }) {
  const projects = Object.keys(peers).map((name) => (
    toolkitProject({ name, folder: join(folder, name), tarball: tarballs[TOOLKIT], peers: peers[name], env })
  ));
  const mcp = mcpProject({ folder: join(folder, 'mcp'), tarballs: Object.values(tarballs), env });
  const counted = { passed: 0, failed: 0, output: '' };
  const check = async (...commands) => {
    const { code, output } = await runAll(commands);
    const isWell = code === 0 && commands.every(({ says = '' }) => output.includes(says));
    counted[isWell ? 'passed' : 'failed'] += 1;
    if (!isWell) { counted.output += `${output}\n\n`; }
    return isWell;
  };

  const linters = [...packageLinters(tarballs[TOOLKIT], 'node16'), ...packageLinters(tarballs[MCP], 'esm-only')];
  for (const linter of linters) { await check(linter); }
  await Promise.all([...projects, mcp].map(async ({ install, compile, run: commands }) => {
    if (!await check(...install)) { return; }
    // Each is told of, whatever the others come to; but what is not compiled cannot run.
    const compiled = [];
    for (const command of compile) { compiled.push(await check(command)); }
    if (!compiled.every(Boolean)) { return; }
    for (const command of commands) { await check(command); }
  }));
  for (const { bundle, run: commands } of bundles({ folder: join(folder, 'newest'), target: join(folder, 'bundled'), env })) {
    if (!await check(bundle)) { continue; }
    for (const command of commands) { await check(command); }
  }
  return { ...counted, note: rangesOf(peers) };
}

/** What package.json promises and what is tested have to be the same. */
function floorsUnlike(oldest) {
  const { peerDependencies } = JSON.parse(readFileSync(inRoot(TOOLKIT, 'package.json'), 'utf8'));
  const unlike = Object.entries(peerDependencies).filter(([name, range]) => /\d+\.\d+\.\d+/.exec(range)?.[0] !== oldest[name]);
  return unlike.map(([name, range]) => (
    `${TOOLKIT}/package.json asks for ${name} ${range}, but the oldest that test/package/peers.json has tested is ${oldest[name] ?? 'none'}`
  )).join('\n');
}

function environmentFor(service) {
  const { CUSTOM_INTERPRETER_ID: _another, ...env } = taskEnv(service.environment);
  return { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
}

function rangesOf({ oldest, newest }) {
  return ['@langchain/core', 'ai', '@strands-agents/sdk'].map((name) => `${name} ${oldest[name]} to ${newest[name]}`).join(', ');
}
