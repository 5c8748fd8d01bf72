import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { SEED_CONVERSATIONS } from 'agentcore-code-interpreter-local/model';
import { runDemo } from '../lib/demo-run.mjs';
import { inRoot } from '../lib/root.mjs';

const FOLDER = 'demo-output/test';
const MINUTE = 60_000;

/** Processes that were started with a variable. */
function processesWith(variable) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(variable);
    } catch {
      return false; // ended, or another user's
    }
  });
}

describe('the demo', { timeout: 2 * MINUTE }, () => {
  after(() => rmSync(inRoot(FOLDER), { recursive: true, force: true }));

  it('fails when the agent gives a wrong answer, says which, and goes on to the end', async () => {
    const wrong = { name: 'wrong', prompt: /fibonacci/i, play: () => ({ say: 'The 50th Fibonacci number is 12586269026.' }) };
    const output = new PassThrough();
    const shown = text(output);
    const code = await runDemo({ conversations: [wrong, ...SEED_CONVERSATIONS], folder: FOLDER, output });
    output.end();
    const said = await shown;
    assert.equal(code, 1, said);
    assert.match(said, /^FAILED +[\d.]+ s {2}Fibonacci, thread maths: The 50th Fibonacci number is 12586269026\.$/m);
    assert.match(said, /FAILED {2}the answer is the 50th Fibonacci number: expected 12586269025, found: The 50th Fibonacci number is 12586269026\./);
    assert.match(said, /FAILED {2}code computed it, in the interpreter with internet access: the service saw no such call/);
    assert.match(said, /^9 conversations in [\d.]+ s: 20 checks hold, 2 failed$/m);
    assert.match(readFileSync(inRoot(FOLDER, 'report.html'), 'utf8'), /20 checks hold, 2 failed/);
  });

  it('closes everything when it is stopped in the middle', { skip: !existsSync('/proc/self/environ') && 'needs /proc' }, async () => {
    const mark = `DEMO_TEST=${randomUUID()}`;
    const demo = spawn(process.execPath, [inRoot('scripts', 'demo.mjs')], { env: { ...process.env, DEMO_TEST: mark.split('=')[1] } });
    let said = '';
    demo.stderr.on('data', (chunk) => { said += chunk; });
    demo.stdout.on('data', (chunk) => {
      const before = said;
      said += chunk;
      // A command runs then, and the agent waits for it.
      if (/^\.{3} +Long command/m.test(said) && !/^\.{3} +Long command/m.test(before)) {
        assert.ok(processesWith(mark).length >= 2, 'the demo and its agent');
        demo.kill('SIGINT');
      }
    });
    const [code] = await once(demo, 'close');
    assert.equal(code, 130, said);
    assert.match(said, /^stopped by SIGINT$/m);
    assert.deepEqual(processesWith(mark), []);
  });

  it('says what to do when a model of Bedrock is asked for, and there are no credentials', async () => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
    const demo = spawn(process.execPath, [inRoot('scripts', 'demo.mjs'), '--model', 'amazon.nova-lite-v1:0'], {
      env: { ...env, HOME: inRoot(FOLDER), AWS_EC2_METADATA_DISABLED: 'true' },
    });
    const [said, [code]] = await Promise.all([text(demo.stdout), once(demo, 'close')]);
    assert.equal(code, 1);
    assert.match(said, /--model amazon\.nova-lite-v1:0 needs AWS credentials, and none were found \(.+\): sign in with `aws sso login` or `aws configure`, or leave --model out/);
  });
});
