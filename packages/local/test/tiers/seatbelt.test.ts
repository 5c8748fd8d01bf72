import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { foldersOfEngines } from './leftovers.js';
import { testSetup } from './setup.js';
import { loadSandboxRuntime, SandboxRuntimeConfig, SandboxRuntimeModule } from '../../src/sandbox/tiers/sandbox-runtime.js';
import { createSeatbeltEngine, seatbeltFiles, shellCommand } from '../../src/sandbox/tiers/seatbelt-engine.js';

/** Stands in for the package: remembers what it is asked, and wraps nothing. */
class FakeManager {
  public readonly configs: Partial<SandboxRuntimeConfig>[] = [];
  public readonly commands: string[] = [];
  public resets = 0;

  public module(supported = true): SandboxRuntimeModule {
    return {
      SandboxManager: {
        isSupportedPlatform: () => supported,
        initialize: async (config) => { this.configs.push(config); },
        wrapWithSandboxArgv: async (command, shell, config) => {
          this.commands.push(command);
          this.configs.push(config);
          return { argv: [shell, '-c', `/bin/bash -c '${command.replaceAll('\'', '\'\\\'\'')}'`] };
        },
        reset: async () => { this.resets++; },
      },
    };
  }
}

describe('Seatbelt, of which only the commands can be tried without a Mac', () => {
  it('is for macOS', async () => {
    await expect(createSeatbeltEngine(await testSetup(), 'linux')).rejects.toThrow('part of macOS');
  });

  it('names the command that installs what it needs', async () => {
    const missing = Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadSandboxRuntime(() => Promise.reject(missing))).rejects.toThrow('`npm install @anthropic-ai/sandbox-runtime@0.0.78`');
    await expect(loadSandboxRuntime(() => Promise.reject(new Error('broken')))).rejects.toThrow('does not load: broken');
    const old = new FakeManager();
    await expect(createSeatbeltEngine(await testSetup(), 'darwin', async () => old.module(false))).rejects.toThrow('does not support');
  });

  it('lets a session read the system and its own, write its own, and reach no network', async () => {
    const folders = { home: '/private/tmp/s/var', temporary: '/private/tmp/s/tmp' };
    const files = seatbeltFiles(folders, ['/opt/python']);
    expect(files.denyRead).toEqual(expect.arrayContaining(['/Users', '/private/tmp', '/private/var/folders']));
    expect(files.allowRead).toEqual(['/opt/python', folders.home, folders.temporary]);
    expect(files.allowWrite).toEqual([folders.home, folders.temporary]);
  });

  it('quotes for the shell that the package needs', () => {
    const words = ['/usr/bin/printf', '%s|', 'it\'s', '$HOME `id` "x"', 'a\nb', ''];
    expect(execFileSync('/bin/sh', ['-c', shellCommand(words)], { encoding: 'utf8' })).toBe(`${words.slice(2).join('|')}|`);
  });

  it('starts a session by the command that the package gives, and resets it at the end', async () => {
    const before = foldersOfEngines();
    const fake = new FakeManager();
    const setup = await testSetup();
    const engine = await createSeatbeltEngine(setup, 'darwin', async () => fake.module());
    expect(engine.report.notIsolated).toContain('this tier was written without a Mac at hand and is untried');
    const sandbox = await engine.open({ networkMode: 'PUBLIC' });
    const cell = { code: '1+1', language: 'python', runtime: 'python', clearContext: false } as const;
    expect(await sandbox.executeCode(cell)).toMatchObject({ stdout: '2\n' });
    expect(setup.warnings).toEqual([expect.stringContaining('no network at all')]);
    expect(fake.configs.every(({ network }) => network?.allowedDomains.length === 0)).toBe(true);
    expect(fake.commands).toEqual([expect.stringMatching(/^exec '\/usr\/bin\/python3' '-I' '-c' /)]);
    await engine.close();
    expect(fake.resets).toBe(1);
    expect(foldersOfEngines()).toEqual(before);
  });
});
