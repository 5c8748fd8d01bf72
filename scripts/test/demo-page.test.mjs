import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageOf } from '../lib/demo-page.mjs';
import { oneLine } from '../lib/demo-progress.mjs';

const HOSTILE = '</pre><script>alert("1")</script>\u001b[2J\u202e';

function page(turn = {}) {
  return pageOf({
    turns: [{ title: 'A', thread: 't', prompt: 'p', answer: 'a', seconds: 1, chart: true, calls: [], checks: [{ title: 'holds' }], ...turn }],
    end: [], steps: [], seconds: 1, chart: Buffer.from('chart'), command: 'npm run demo', interpreters: {},
    model: { title: 'm', scripted: true }, sandbox: { tier: 'none', title: 'nothing', notIsolated: [] },
  });
}

describe('the report', () => {
  it('shows what agents, tools and checks said as text, whatever they said', () => {
    const call = { tool: 'executeCode', codeInterpreterId: HOSTILE, input: { code: HOSTILE }, output: { stdout: HOSTILE }, milliseconds: 1 };
    const text = page({ prompt: HOSTILE, answer: HOSTILE, calls: [call], checks: [{ title: HOSTILE, problem: HOSTILE }] });
    assert.doesNotMatch(text, /<script|[\u001b\u202e]/);
    assert.equal(text.split('&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)').length - 1, 7);
  });

  it('needs no other file, and lets nothing be loaded', () => {
    const text = page();
    assert.match(text, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">/);
    assert.match(text, new RegExp(`src="data:image/png;base64,${Buffer.from('chart').toString('base64')}"`));
    assert.doesNotMatch(text, /(?:src|href)="(?!data:)/);
  });

  it('says that the model is scripted, and counts what failed', () => {
    assert.match(page(), /<b>The model is scripted\.<\/b>/);
    assert.match(page(), /1 checks hold, 0 failed/);
    assert.match(page({ checks: [{ title: 'holds' }, { title: 'fails', problem: 'wrong' }] }), /1 checks hold, 1 failed/);
  });
});

describe('a progress line', () => {
  it('holds nothing that drives a terminal', () => {
    assert.equal(oneLine('a\u001b[2Jb\r\nc\u009bd\u202ee'), 'ab c d e');
  });
});
