import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { CONVERSE_PATH, overHttp1 } from './http-exchange.js';
import { ScriptedModelOptions, startScriptedModel } from '../../src/model/index.js';

const GOOD = { body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }) };

/** A text answer of the model. */
async function say(url: string): Promise<string> {
  const { text } = await overHttp1(url, GOOD);
  const { output } = JSON.parse(text) as { output: { message: { content: { text: string }[] } } };
  return output.message.content.map((block) => block.text).join();
}

describe('starting', () => {
  test('takes any free port of 127.0.0.1, and says by which variable it is found', async () => {
    await using model = await startScriptedModel();
    expect(model.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(model.environment).toEqual({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: model.url });
    expect(await say(model.url)).toContain('scripted stand-in');
  });

  test('takes a port and another address of loopback', async () => {
    const first = await startScriptedModel();
    const port = Number(new URL(first.url).port);
    await first.close();
    await using model = await startScriptedModel({ port, host: '::1' });
    expect(model.url).toBe(`http://[::1]:${port}`);
    expect(await say(model.url)).toContain('scripted stand-in');
  });

  test('says what to do when the port is taken', async () => {
    await using model = await startScriptedModel();
    const port = Number(new URL(model.url).port);
    await expect(startScriptedModel({ port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use: stop what listens there, choose another port, or leave it out for any that is free.`,
    );
  });

  test.each(['0.0.0.0', '192.168.1.1', 'example.com', ''])('refuses host %j, which is not of loopback', async (host) => {
    await expect(startScriptedModel({ host })).rejects.toThrow(
      `The scripted model listens on loopback only, and ${JSON.stringify(host)} is not: leave host out for 127.0.0.1.`,
    );
  });
});

test('plays the conversations that it is given, and no others', async () => {
  const conversations = [{ name: 'echo', prompt: /^Hi$/, play: ({ prompt }: { prompt: string }) => ({ say: `${prompt}!` }) }];
  await using model = await startScriptedModel({ conversations });
  expect(await say(model.url)).toBe('Hi!');
});

test('an observer that throws harms no call, and is told of', async () => {
  const warnings: string[] = [];
  const onCall: ScriptedModelOptions['onCall'] = () => { throw new Error('broken pipe'); };
  await using model = await startScriptedModel({ onCall, onWarning: (warning) => warnings.push(warning) });
  expect(await say(model.url)).toContain('scripted stand-in');
  expect(warnings).toEqual(['The observer of the scripted model threw: Error: broken pipe']);
});

describe('closing', () => {
  test('may be repeated, and frees the port', async () => {
    const model = await startScriptedModel();
    await Promise.all([model.close(), model.close()]);
    await model.close();
    await expect(overHttp1(model.url, GOOD)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('does not wait for clients that stay, of any version, or that said nothing yet', async () => {
    const model = await startScriptedModel();
    const { hostname, port } = new URL(model.url);
    const silent = connect(Number(port), hostname);
    const half = connect(Number(port), hostname, () => half.write(`POST ${CONVERSE_PATH} HTTP/1.1\r\n`));
    const session = connectHttp2(model.url);
    await Promise.all([once(silent, 'connect'), once(half, 'connect'), once(session, 'remoteSettings')]);
    for (const socket of [silent, half]) { socket.resume(); }
    const ends = [silent, half, session].map((client) => once(client.on('error', () => undefined), 'close'));
    await model.close();
    await Promise.all(ends);
  });
});
