import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BedrockAgentCoreClient, ListCodeInterpreterSessionsCommand, StopCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { LocalService, startLocalService } from 'agentcore-code-interpreter-local';
import { afterAll } from 'vitest';

const codeInterpreterIdentifier = 'aws.codeinterpreter.v1';

/** The local service for all tests of a file, and a client that asks it what is there. */
export interface ServiceForTests {
  readonly service: LocalService;
  readonly client: BedrockAgentCoreClient;
  /** Ids of sessions that have not ended. */
  readonly readySessions: () => Promise<readonly string[]>;
  /** What a test left on purpose. */
  readonly stopSessions: () => Promise<void>;
}

/** Over real sandboxes. The variables of this process point at it; what the machine knows of AWS does not matter. */
export async function startServiceForTests(): Promise<ServiceForTests> {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_') || name === 'CUSTOM_INTERPRETER_ID') { delete process.env[name]; }
  }
  process.env.AWS_SHARED_CREDENTIALS_FILE = process.env.AWS_CONFIG_FILE = join(tmpdir(), 'no-such-aws-folder', 'file');
  const service = await startLocalService({ pool: 1, page: false, onWarning: () => undefined });
  Object.assign(process.env, service.environment);
  const client = new BedrockAgentCoreClient({});
  afterAll(async () => {
    client.destroy();
    await service.close();
  });
  const readySessions = async (): Promise<readonly string[]> => {
    const { items = [] } = await client.send(new ListCodeInterpreterSessionsCommand({
      codeInterpreterIdentifier, status: 'READY', maxResults: 100,
    }));
    return items.map(({ sessionId = '' }) => sessionId);
  };
  const stopSessions = async (): Promise<void> => {
    for (const sessionId of await readySessions()) {
      await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier, sessionId }));
    }
  };
  return { service, client, readySessions, stopSessions };
}
