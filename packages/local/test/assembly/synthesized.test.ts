import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Assembly, readAssembly } from '../../src/assembly/assembly.js';

const folder = mkdtempSync(join(tmpdir(), 'acl-synth-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function synthesize(metadata: 'with-metadata' | 'without-metadata'): Promise<Assembly> {
  const out = join(folder, metadata);
  execFileSync(process.execPath, [fileURLToPath(new URL('fixtures/app.cjs', import.meta.url)), out, metadata], { stdio: ['ignore', 'ignore', 'inherit'] });
  return readAssembly(out);
}

// The CLI asks for metadata, `node app.js` does not.
test.each(['with-metadata', 'without-metadata'] as const)('what our own constructs and AWS\'s synthesize, %s', async (metadata) => {
  const { interpreters, agents, notes } = await synthesize(metadata);
  expect(notes).toEqual([]);
  const by = (logicalId: RegExp) => interpreters.find((interpreter) => logicalId.test(interpreter.logicalId));
  expect(interpreters).toHaveLength(4);
  expect(by(/^Open/)).toMatchObject({ networkMode: 'PUBLIC', description: 'For the web', tags: { Team: 'AI' }, stack: 'Box' });
  expect(by(/^Open/)?.executionRoleArn).toMatch(/^\{"Fn::GetAtt":\["OpenExecutionRole/);
  expect(by(/^Closed/)).toMatchObject({ networkMode: 'SANDBOX', tags: {} });
  expect(by(/^Theirs/)).toMatchObject({ name: 'theirs', networkMode: 'PUBLIC' });
  expect(by(/^Deep/)?.stack).toMatch(/^Production\/Inner\/Nested/);
  for (const { id } of interpreters) { expect(id).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/); }

  const open = { kind: 'id', interpreterId: by(/^Open/)?.id };
  const deep = { kind: 'id', interpreterId: by(/^Deep/)?.id };
  const variables = Object.fromEntries(agents.map((agent) => [agent.name.replace(/_[0-9A-F]{8}$/, ''), agent.variables]));
  expect(variables).toEqual({
    Box_Agent: { CUSTOM_INTERPRETER_ID: open, ANALYZER_ID: { kind: 'id', interpreterId: by(/^Closed/)?.id } },
    Elsewhere_Agent: { CUSTOM_INTERPRETER_ID: open },
    Elsewhere_Managed: { CUSTOM_INTERPRETER_ID: { kind: 'id', interpreterId: 'aws.codeinterpreter.v1' } },
    ProductionInner_Agent: { CUSTOM_INTERPRETER_ID: deep },
    ProductionInner_Beside_Agent: { CUSTOM_INTERPRETER_ID: deep },
  });
});

test('the same app has the same ids, wherever it is', async () => {
  const [here, there] = await Promise.all(['with-metadata', 'without-metadata'].map((name) => readAssembly(join(folder, name))));
  expect(here?.interpreters.map(({ id }) => id)).toEqual(there?.interpreters.map(({ id }) => id));
});
