import { BedrockAgentCoreClient, InvokeCodeInterpreterCommand, StartCodeInterpreterSessionCommand, StopCodeInterpreterSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { expect, test } from 'vitest';
import { launchBrowser } from './browser.js';
import { startLocalService } from '../../src/index.js';

const codeInterpreterIdentifier = 'aws.codeinterpreter.v1';

test('the page of the service: a session, its call and its files, as they come', async () => {
  const service = await startLocalService({ pool: 0, onWarning: () => undefined });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(service.url);
    await page.getByText('Live').waitFor();
    const client = new BedrockAgentCoreClient({ endpoint: service.url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const { sessionId } = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier, name: 'watched' }));
    await page.getByRole('button', { name: 'watched' }).click();
    const { stream } = await client.send(new InvokeCodeInterpreterCommand({
      codeInterpreterIdentifier, sessionId, name: 'executeCode', arguments: { language: 'python', code: 'open("result.txt", "w").write("12345")' },
    }));
    for await (const _event of stream ?? []) { /* to its end */ }
    await page.locator('#files').getByText('result.txt').waitFor();
    expect(await page.locator('#files').innerText()).toContain('5 B');
    await page.getByRole('button', { name: /Show details of executeCode/ }).click();
    await page.locator('pre').getByText('open("result.txt"').waitFor();
    await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier, sessionId }));
    await page.locator('#sessions').getByText('TERMINATED').waitFor();
    // What a page of another site could make this browser send.
    const elsewhere = await browser.newPage();
    await elsewhere.goto(`data:text/html,<img src="${service.url}/watch/files?interpreter=a&session=b">`);
    const answer = await elsewhere.evaluate(`fetch(${JSON.stringify(`${service.url}/watch/events`)}).then(() => 'read', () => 'refused')`);
    expect(answer).toBe('refused');
    client.destroy();
  } finally {
    await browser.close();
    await service.close();
  }
});

test('with a token the browser asks for it, as a password', async () => {
  const password = 'sixteen-characters';
  const service = await startLocalService({ pool: 0, token: password, onWarning: () => undefined });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ httpCredentials: { username: 'anyone', password } });
    const page = await context.newPage();
    await page.goto(service.url);
    await page.getByText('Live').waitFor();
  } finally {
    await browser.close();
    await service.close();
  }
});
