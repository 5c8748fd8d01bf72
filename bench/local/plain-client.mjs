import { httpCall } from './http-call.mjs';

const INTERPRETER = '/code-interpreters/aws.codeinterpreter.v1';

/** The three operations of a session's life, without an SDK. */
export function plainClient(address) {
  const url = new URL(address);
  const call = async (options) => {
    const { status, body } = await httpCall(url, options);
    if (status !== 200) { throw new Error(`${options.method} ${options.path} was answered ${status}: ${body}`); }
    return body;
  };
  return {
    start: async () => JSON.parse(await call({ method: 'PUT', path: `${INTERPRETER}/sessions/start`, body: {} })).sessionId,
    stop: (sessionId) => call({ method: 'PUT', path: `${INTERPRETER}/sessions/stop?sessionId=${sessionId}`, body: {} }),
    invoke: async (sessionId, name, args) => {
      const headers = { 'x-amzn-code-interpreter-session-id': sessionId };
      const frame = await call({ method: 'POST', path: `${INTERPRETER}/tools/invoke`, headers, body: { name, arguments: args } });
      if (!frame.includes('"isError":false')) { throw new Error(`${name} ${JSON.stringify(args)} was answered ${frame}`); }
    },
  };
}
