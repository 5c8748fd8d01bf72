import { setTimeout } from 'node:timers/promises';
import { transform } from './transform.mjs';
import { stopTypeScript, warmTypeScript } from './typescript.mjs';

/** Milliseconds for esbuild to be gone, and reaped, before its parent is. */
const farewell = 20;

// One request at a time, each answered once.
process.on('message', async request => {
  process.send('warm' in request ? await warmTypeScript() : await transform(request));
});
process.on('disconnect', async () => {
  if (await stopTypeScript()) {
    await setTimeout(farewell);
  }
  process.exit();
});
