import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { LocalService, LocalServiceOptions, startLocalService } from '../../src/index.js';

/** The code interpreter that every account has. */
export const SYSTEM = 'aws.codeinterpreter.v1';

/** The service as users get it, over real sandboxes, for all tests of a file. */
export async function startForClients(options: LocalServiceOptions = {}): Promise<LocalService> {
  forgetAwsSettings();
  const service = await startLocalService({ pool: 1, page: false, onWarning: () => undefined, ...options });
  afterAll(() => service.close());
  return service;
}

/** What the developer's machine knows of AWS must not matter. */
function forgetAwsSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) { delete process.env[name]; }
  }
  process.env.AWS_SHARED_CREDENTIALS_FILE = process.env.AWS_CONFIG_FILE = join(tmpdir(), 'no-such-aws-folder', 'file');
}
