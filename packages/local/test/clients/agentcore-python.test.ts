import { expect, test, vi } from 'vitest';
import { runPython, SCRIPT_MS } from './python-client.js';
import { startForClients } from './service-for-clients.js';

vi.setConfig({ testTimeout: SCRIPT_MS + 10_000 });
const service = await startForClients({ interpreters: [{ name: 'custom', id: 'custom-0000000000' }] });

test('all of CodeInterpreter', async () => {
  expect(await runPython('agentcore_sdk.py', service)).toEqual({
    session: ['aws.codeinterpreter.v1', 'READY', 900, true],
    listed: true,
    code: '42',
    cleared: expect.stringContaining("NameError: name 'x' is not defined") as string,
    javascript: 'number',
    typescript: '3',
    refused: 'Language must be one of [\'python\', \'javascript\', \'typescript\'], got: ruby',
    command: ['out', 0],
    uploaded: 'Successfully wrote all 1 files',
    uploaded_many: 'Successfully wrote all 2 files',
    absolute: true,
    file: 'a,b\n1,2\n',
    binary: { base64: 'AAEC//79' },
    files: { '/data.csv': 'a,b\n1,2\n', '/many/b.bin': { base64: '/w==' } },
    missing: 'FileNotFoundError',
    installed: ['Requirement already satisfied: requests', 0],
    not_installed: [true, 1],
    no_package: 'At least one package name must be provided',
    bad_package: 'Invalid package name: --index-url=x',
    stopped: [true, null],
    with_session: '2',
    with_custom: ['here', 'custom-0000000000'],
    interpreters: ['CREATING', 'READY', true, 'DELETING'],
    after_stop: 'ResourceNotFoundException',
  });
});

test('the code of the framework\'s guide runs as it is printed there, pointed here by the environment', async () => {
  const environment = { ...service.environment, CUSTOM_INTERPRETER_ID: 'custom-0000000000' };
  expect(await runPython('guide.py', { environment })).toMatchObject({
    isError: false, content: [{ type: 'text', text: 'Hello from custom interpreter!' }], structuredContent: { exitCode: 0 },
  });
});
