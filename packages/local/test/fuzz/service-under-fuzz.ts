import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect } from 'vitest';
import { LocalService, startLocalService } from '../../src/index.js';
import { clientOf, JavaScriptSession } from '../clients/javascript-client.js';

export const CUSTOM = 'fuzzed-0000000000';
const MOST_BYTES_KEPT = 128 * 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A service with small sandboxes, and a session that no fuzzed request names. */
export class ServiceUnderFuzz {
  public static async start(): Promise<ServiceUnderFuzz> {
    const warnings: string[] = [];
    const service = await startLocalService({
      pool: 2,
      page: false,
      preload: [],
      interpreters: [{ name: 'fuzzed', id: CUSTOM }],
      limits: {
        cpus: 1,
        memoryBytes: 256 * 2 ** 20,
        diskBytes: 16 * 2 ** 20,
        files: 500,
        processes: 24,
        outputBytes: 2 ** 16,
        callSeconds: 1,
        taskSeconds: 1,
      },
      onWarning: (message) => warnings.push(message),
    });
    afterAll(() => service.close());
    const client = clientOf(service.url, { maxAttempts: 1 });
    const other = await JavaScriptSession.start(client);
    await other.invoke('executeCode', { language: 'python', code: 'secret = "unharmed"; open("file", "w").write(secret)' });
    return new ServiceUnderFuzz(service, await JavaScriptSession.start(client, CUSTOM), other, warnings);
  }

  private readonly bytesBefore = bytesInUse();

  private constructor(
    public readonly service: LocalService,
    /** For requests that are to reach a session. */
    public readonly target: JavaScriptSession,
    private readonly other: JavaScriptSession,
    private readonly warnings: readonly string[],
  ) {}

  /** That all is as before for whoever did nothing. */
  public async expectUnharmed(): Promise<void> {
    expect((await fetch(`${this.service.url}/health`)).status).toBe(200);
    expect(await this.other.text('executeCode', {
      language: 'python', code: 'print(secret, open("file").read(), *__import__("os").listdir())',
    }))
      .toMatch(/^unharmed unharmed (?=.*\bfile\b)/);
    expect(this.warnings).toEqual([]);
    collectGarbage();
    expect(bytesInUse() - this.bytesBefore).toBeLessThan(MOST_BYTES_KEPT);
  }
}

function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
