import { describe, expect, test } from 'vitest';
import { decode, LocalApi, SYSTEM } from './local-api.js';
import { Fault } from '../../src/faults/fault.js';
import { Faults } from '../../src/faults/faults.js';
import { parseFault } from '../../src/faults/parse-fault.js';

const CODE = { code: '1', language: 'python' };

describe('parseFault', () => {
  test.each([
    ['throttle', { fault: 'throttle' }],
    ['throttle:InvokeCodeInterpreter:times=2', { fault: 'throttle', operation: 'InvokeCodeInterpreter', times: 2 }],
    ['throttle:executeCode', { fault: 'throttle', operation: 'InvokeCodeInterpreter', tool: 'executeCode' }],
    [
      'throttle-stream:readFiles:after=1:probability=0.5',
      { fault: 'throttle-stream', operation: 'InvokeCodeInterpreter', tool: 'readFiles', after: 1, probability: 0.5 },
    ],
    ['expire', { fault: 'expire', operation: 'InvokeCodeInterpreter' }],
    ['slow', { fault: 'slow', operation: 'StartCodeInterpreterSession' }],
    ['slow:ms=20', { fault: 'slow', operation: 'StartCodeInterpreterSession', milliseconds: 20 }],
    ['quota:CreateCodeInterpreter', { fault: 'quota', operation: 'CreateCodeInterpreter' }],
    ['deny:interpreter=mine-0123456789', { fault: 'deny', codeInterpreterId: 'mine-0123456789' }],
  ])('%s', (text, fault) => {
    expect(parseFault(text)).toEqual({ operation: undefined, ...fault });
  });

  test.each([
    ['', 'fault is ""; it must be one of throttle'],
    ['explode', 'fault is "explode"'],
    ['throttle:Frobnicate', 'operation is "Frobnicate"'],
    ['throttle:times=0', 'times is 0; it must be a whole number, 1 or more'],
    ['throttle:times=1.5', 'times is 1.5'],
    ['throttle:times=x', 'times is "x"'],
    ['throttle:times=', 'times is ""'],
    ['throttle:probability=2', 'probability is 2; it must be a number, from 0 to 1'],
    ['slow:ms=900001', 'milliseconds is 900001'],
    ['throttle:ms=5', 'milliseconds is for slow only'],
    ['throttle:often=5', '"often" is not known'],
    ['throttle:times=1:times=2', 'times is there twice'],
    ['throttle:times=1:executeCode', '"executeCode" has no ='],
    ['expire:StartCodeInterpreterSession', 'expire can only happen to InvokeCodeInterpreter'],
    ['throttle:__proto__=1', 'is not known'],
  ])('%s is refused', (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
    expect(() => parseFault(text)).toThrow('such as throttle:InvokeCodeInterpreter:times=2');
  });
});

describe('choosing', () => {
  const target = { operation: 'InvokeCodeInterpreter', tool: 'executeCode', codeInterpreterId: SYSTEM };
  const strikes = (fault: Fault, targets: object[], random?: () => number) => {
    const faults = new Faults([fault], random);
    return targets.map((change) => faults.strike({ ...target, ...change }) !== undefined);
  };

  test('by operation, tool and interpreter', () => {
    expect(strikes({ fault: 'error' }, [{}, { operation: 'GetCodeInterpreter' }])).toEqual([true, true]);
    expect(strikes({ fault: 'error', operation: 'GetCodeInterpreter' }, [{}, { operation: 'GetCodeInterpreter' }])).toEqual([false, true]);
    expect(strikes({ fault: 'error', tool: 'readFiles' }, [{}, { tool: 'readFiles' }])).toEqual([false, true]);
    const arn = `arn:aws:bedrock-agentcore:us-west-2:aws:code-interpreter/${SYSTEM}`;
    expect(strikes({ fault: 'error', codeInterpreterId: arn }, [{}, { codeInterpreterId: 'x' }, { codeInterpreterId: undefined }])).toEqual(
      [true, false, false],
    );
  });

  test('by times, after and probability', () => {
    expect(strikes({ fault: 'error', times: 2, after: 1 }, [{}, { operation: 'GetCodeInterpreter' }, {}, {}])).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const numbers = [0.1, 0.6, 0.4];
    expect(strikes({ fault: 'error', probability: 0.5 }, [{}, {}, {}], () => numbers.shift() ?? 1)).toEqual([true, false, true]);
    expect(strikes({ fault: 'error', probability: 0 }, [{}], () => 0)).toEqual([false]);
  });

  test('one can be taken away, and all', () => {
    const faults = new Faults();
    const first = faults.add({ fault: 'error' });
    faults.add({ fault: 'deny' });
    expect(faults.strike(target)).toMatchObject({ fault: 'error' });
    expect(first.hits).toBe(1);
    first.remove();
    expect(faults.strike(target)).toMatchObject({ fault: 'deny' });
    faults.clear();
    expect(faults.all).toEqual([]);
    expect(() => faults.add({ fault: 'slow', milliseconds: -1 })).toThrow('milliseconds is -1');
    expect(() => faults.add({ fault: 'error', operation: 'GetCodeInterpreter', tool: 'readFiles' })).toThrow(
      'tool readFiles is of InvokeCodeInterpreter',
    );
  });
});

describe('what happens', () => {
  test.each([
    ['throttle', 429, 'ThrottlingException'],
    ['quota', 402, 'ServiceQuotaExceededException'],
    ['error', 500, 'InternalServerException'],
    ['deny', 403, 'AccessDeniedException'],
  ] as const)('%s answers %i, and no code runs', async (fault, status, name) => {
    const api = new LocalApi();
    const id = await api.start();
    api.app.faults.add({ fault, operation: 'InvokeCodeInterpreter', times: 1 });
    const answer = await api.invoke(id, 'executeCode', CODE);
    expect(answer.status).toBe(status);
    expect(answer.headers['x-amzn-errortype']).toBe(name);
    expect(api.sandbox.cells).toHaveLength(0);
    expect((await api.invoke(id, 'executeCode', CODE)).status).toBe(200);
  });

  test('throttle-stream is the only event, and no code runs', async () => {
    const api = new LocalApi({ faults: [{ fault: 'throttle-stream' }] });
    const { status, headers, body } = await api.invoke(await api.start(), 'executeCode', CODE);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/vnd.amazon.eventstream');
    expect(decode(body)).toEqual({
      headers: { ':message-type': 'exception', ':exception-type': 'throttlingException', ':content-type': 'application/json' },
      payload: { message: 'Rate exceeded' },
    });
    expect(api.sandbox.cells).toHaveLength(0);
    expect(api.calls.at(-1)).toMatchObject({ httpStatus: 200, error: { name: 'ThrottlingException' } });
  });

  test('expire ends the session and its sandbox', async () => {
    const api = new LocalApi({ faults: [{ fault: 'expire', after: 1 }] });
    const id = await api.start();
    expect((await api.invoke(id, 'executeCode', CODE)).status).toBe(200);
    const { status, json } = await api.invoke(id, 'executeCode', CODE);
    expect(status).toBe(404);
    expect(json.message).toContain('has expired');
    expect(api.sandbox.closed).toBeGreaterThan(0);
    expect((await api.send('GET', `/code-interpreters/${SYSTEM}/sessions/get?sessionId=${id}`)).json.status).toBe('TERMINATED');
    expect((await api.invoke('unknown', 'executeCode', CODE)).status).toBe(404);
  });

  test('slow holds a start up, and then it starts', async () => {
    const api = new LocalApi({ faults: [{ fault: 'slow', milliseconds: 50 }] });
    const before = performance.now();
    expect(await api.start()).toHaveLength(26);
    expect(performance.now() - before).toBeGreaterThanOrEqual(45);
  });

  test('by a header, for one call', async () => {
    const api = new LocalApi();
    const id = await api.start();
    const header = (value: string) => api.invoke(id, 'executeCode', CODE, { 'x-agentcore-local-fault': value });
    expect((await header('throttle')).status).toBe(429);
    expect((await header('quota')).status).toBe(402);
    expect((await header('throttle:readFiles')).status).toBe(200);
    expect((await api.send('POST', '/code-interpreters', undefined, { 'x-agentcore-local-fault': 'expire' })).json.message).toContain(
      'expire can only happen to',
    );
    expect((await api.invoke(id, 'executeCode', CODE)).status).toBe(200);
    for (const counted of ['times=2', 'after=1', 'probability=0.5']) {
      const refused = await header(`throttle:${counted}`);
      expect(refused.status).toBe(400);
      expect(refused.json.message).toContain(`${counted.split('=')[0]} is for faults of many calls`);
    }
    const { status, json } = await header('explode');
    expect(status).toBe(400);
    expect(json).toMatchObject({ reason: 'CannotParse', message: expect.stringContaining('must be one of throttle') as string });
  });

  test('what is invalid is not counted', async () => {
    const api = new LocalApi();
    const throttle = api.app.faults.add({ fault: 'throttle', times: 1 });
    await api.send('PUT', `/code-interpreters/${SYSTEM}/sessions/start`, { name: '' });
    expect(throttle.hits).toBe(0);
    expect((await api.send('POST', '/code-interpreters')).status).toBe(429);
  });
});
