// The SDK has no setting for the address of a browser's stream, so this makes one. What is signed stays as it is.
import { PlaywrightBrowser } from 'bedrock-agentcore/browser/playwright';

const { generateWebSocketUrl } = PlaywrightBrowser.prototype;

PlaywrightBrowser.prototype.generateWebSocketUrl = async function () {
  const { url, headers: { host: _, ...headers } } = await generateWebSocketUrl.call(this);
  const stream = new URL(new URL(url).pathname, process.env.BROWSER_STREAM_ENDPOINT);
  return { url: stream.href, headers };
};
