import process from 'node:process';
import { inspect as nodeInspect } from 'node:util';

const deno = globalThis.Deno;
const denoInspect = deno?.inspect;
const encoder = new TextEncoder();

/** As the runtime's own console would show it. */
export function inspect(value) {
  try {
    return denoInspect ? denoInspect(value) : nodeInspect(value);
  } catch {
    // A getter, a proxy or an inspect method of the cell's own failed.
    return `[not shown: ${typeof value}]`;
  }
}

/** Both have been written when these return. */
export const writeOut = deno ? text => writeAll(deno.stdout, text) : text => writeTo(process.stdout, text);
export const writeError = deno ? text => writeAll(deno.stderr, text) : text => writeTo(process.stderr, text);

/** Whether a cell has closed an output, so that nothing would be seen of later ones. Of Node the agent sees it: the pipe ends. */
export const isMute = deno ? () => [deno.stdout, deno.stderr].some(isClosed) : () => false;

function isClosed(stream) {
  try {
    stream.writeSync(new Uint8Array(0));
    return false;
  } catch {
    return true;
  }
}

/** Node's pipes are synchronous. */
function writeTo(stream, text) {
  // A cell may have closed it, and reporting that would fail again, for ever.
  if (stream.listenerCount('error', ignore) === 0) {
    stream.on('error', ignore);
  }
  stream.write(text);
}

const ignore = () => undefined;

function writeAll(stream, text) {
  try {
    for (let rest = encoder.encode(text); rest.length > 0;) {
      rest = rest.subarray(stream.writeSync(rest));
    }
  } catch {
    // The cell closed it.
  }
}
