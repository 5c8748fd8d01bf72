/* Projects of users of the toolkit: the same programs as ES modules, as CommonJS and bundled, on the peers that are asked for. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './root.mjs';
import { tool } from './task.mjs';

const PROGRAMS = inRoot('packages', 'langgraph', 'test', 'package');
const MODULE_KINDS = { esm: 'module', cjs: 'commonjs' };
/** Of the programs, what uses no peer that is an ES module only: those a CommonJS file of `node16` may not require. */
const WITHOUT_ES_MODULES = 'langchain-program.ts';
const COMPILER_OPTIONS = {
  target: 'es2022', module: 'node16', strict: true, skipLibCheck: true, types: ['node'], typeRoots: [inRoot('node_modules', '@types')],
};
/** With the declarations of all libraries, ours among them, as the newest ones are without an error in any. */
const WHOLE = { ...COMPILER_OPTIONS, skipLibCheck: false };
const BUNDLER = { ...COMPILER_OPTIONS, module: 'esnext', moduleResolution: 'bundler', noEmit: true };
const COMPILATIONS = {
  oldest: {
    'esm/tsconfig.json': { compilerOptions: COMPILER_OPTIONS },
    'cjs/tsconfig.json': { compilerOptions: { ...COMPILER_OPTIONS, module: 'nodenext' } },
  },
  newest: {
    'esm/tsconfig.json': { compilerOptions: WHOLE },
    'esm/tsconfig.bundler.json': { compilerOptions: BUNDLER },
    'cjs/tsconfig.json': { compilerOptions: { ...COMPILER_OPTIONS, module: 'nodenext' } },
    'cjs/tsconfig.node16.json': { compilerOptions: { ...COMPILER_OPTIONS, noEmit: true }, files: [WITHOUT_ES_MODULES] },
  },
};
/** What is bundled as an ES module may hold CommonJS that requires Node's own modules. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

export const INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** Writes the files of the project `oldest` or `newest`. Its commands come in three parts: `install`, `compile`, and `run`. */
export function toolkitProject({ name, folder, tarball, peers, env }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `toolkit-on-${name}-peers`, private: true }));
  for (const [kind, type] of Object.entries(MODULE_KINDS)) {
    cpSync(PROGRAMS, join(folder, kind), { recursive: true });
    writeFileSync(join(folder, kind, 'package.json'), JSON.stringify({ type }));
  }
  const compilations = COMPILATIONS[name];
  for (const [file, settings] of Object.entries(compilations)) { writeFileSync(join(folder, file), JSON.stringify(settings)); }

  const wanted = Object.entries(peers).map(([peer, version]) => `${peer}@${version}`);
  return {
    name,
    install: [{ command: 'npm', args: [...INSTALL, tarball, ...wanted], cwd: folder }],
    compile: Object.keys(compilations).map((project) => ({ ...tool('tsc', ['-p', project]), cwd: folder })),
    run: Object.keys(MODULE_KINDS).flatMap((kind) => programs().map((program) => node(join(folder, kind, `${program}.js`), env))),
  };
}

/** The programs in one file each, to be run where no package is installed. */
export function bundles({ folder, target, env }) {
  const entries = programs().map((program) => join(folder, 'esm', `${program}.ts`));
  return Object.entries({ mjs: ['--format=esm', `--banner:js=${REQUIRE}`], cjs: ['--format=cjs'] }).map(([extension, flags]) => {
    const output = join(target, extension);
    const args = ['--bundle', '--platform=node', '--target=node20', ...flags, `--out-extension:.js=.${extension}`, `--outdir=${output}`];
    return {
      bundle: { ...tool('esbuild', [...args, ...entries]), cwd: folder },
      run: programs().map((program) => node(join(output, `${program}.${extension}`), env)),
    };
  });
}

function programs() {
  return readdirSync(PROGRAMS).filter((file) => file.endsWith('-program.ts')).map((file) => file.replace(/\.ts$/, ''));
}

/** With the exit code alone, a program that ended too early would look as if all were well. */
function node(file, env) {
  return { command: process.execPath, args: [file], env, says: ': ok\n' };
}
