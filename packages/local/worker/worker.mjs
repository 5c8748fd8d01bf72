import process from 'node:process';
import { Cell } from './cell.mjs';
import { installCellGlobals } from './cell-globals.mjs';
import { CellStream } from './cell-stream.mjs';
import { Evaluator } from './evaluator.mjs';
import { isMute } from './output.mjs';
import { isBusy } from './pending-work.mjs';
import { installProxiedFetch } from './proxied-fetch.mjs';
import { installStackFormat } from './stacks.mjs';

/** Thrown where a cell exits, so that nothing after it runs. Must not be reported. */
const exited = Symbol('exited');

// Deno's `process.exit` would call `Deno.exit`, which is replaced below.
const exit = globalThis.Deno ? Deno.exit : process.exit.bind(process);
const evaluator = new Evaluator();
const stream = new CellStream(cell => {
  waiting.push(cell);
  next();
}, () => exit(0));
const waiting = [];
/** @type {Cell | undefined} */
let current;
/** The process ends with the reply of this cell: the agent sends those that wait to another. */
let leaving = false;

function next() {
  const request = current || leaving ? undefined : waiting.shift();
  if (!request) {
    return;
  }
  const cell = new Cell(request, exitCode => {
    current = undefined;
    process.exitCode = undefined;
    stream.ref();
    const mute = isMute();
    leaving ||= mute;
    stream.send({ nonce: request.nonce, exitCode, last: leaving });
    if (mute) {
      stream.end();
    }
    next();
  });
  current = cell;
  stream.unref();
  void cell.run(evaluator);
}

/**
 * `process.exit` and `Deno.exit` end the cell. What was defined stays, unless something is left running that would keep
 * later cells from ending: then the process goes too, and the agent starts another.
 */
function exitCell(code = process.exitCode ?? 0) {
  leaving ||= isBusy();
  current?.end(Number(code) & 255);
  if (leaving) {
    stream.end();
  }
  throw exited;
}

function onUncaught(error) {
  if (error !== exited) {
    current?.fail(error);
  }
}

process.exit = exitCell;
if (globalThis.Deno) {
  Deno.exit = exitCell;
  for (const [event, field] of [['error', 'error'], ['unhandledrejection', 'reason']]) {
    globalThis.addEventListener(event, uncaught => {
      uncaught.preventDefault();
      onUncaught(uncaught[field]);
    });
  }
} else {
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  installProxiedFetch();
}
installStackFormat();
installCellGlobals();
