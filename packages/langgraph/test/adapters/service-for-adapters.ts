import { BedrockAgentCoreClient, ListCodeInterpreterSessionsCommand } from '@aws-sdk/client-bedrock-agentcore';
import { LocalService, startLocalService } from 'agentcore-code-interpreter-local';
import { afterAll, beforeAll } from 'vitest';

const INTERPRETER = 'aws.codeinterpreter.v1';

/** The local service over real sandboxes, and a client for it, for all tests of a file. */
export class ServiceForAdapters {
  public service!: LocalService;
  public client!: BedrockAgentCoreClient;

  public constructor() {
    beforeAll(async () => {
      this.service = await startLocalService({ pool: 1, page: false, onWarning: () => undefined });
      this.client = new BedrockAgentCoreClient({
        endpoint: this.service.url, region: this.service.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
    });
    afterAll(async () => {
      this.client?.destroy();
      await this.service?.close();
    });
  }

  /** Of sessions that are READY. */
  public async sessionNames(): Promise<string[]> {
    const command = new ListCodeInterpreterSessionsCommand({ codeInterpreterIdentifier: INTERPRETER, status: 'READY', maxResults: 100 });
    const { items } = await this.client.send(command);
    return (items ?? []).map(({ name }) => name ?? '');
  }
}

/** Writes a real picture: 2 by 3 pixels, drawn by matplotlib. */
export const DRAW_CHART = [
  'import numpy, matplotlib.pyplot as pyplot',
  'pyplot.imsave("chart.png", numpy.zeros((3, 2, 3)))',
].join('\n');

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
