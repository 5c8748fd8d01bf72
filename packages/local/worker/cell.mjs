import process from 'node:process';
import { types } from 'node:util';
import { inspect, writeError, writeOut } from './output.mjs';
import { PendingWork } from './pending-work.mjs';

/** As Node's own for `await` that nothing will ever settle. */
const unsettledExitCode = 13;

/** One cell, from its code to its exit code. */
export class Cell {
  #code;
  #name;
  #onEnd;
  #failed = false;
  #settled = false;
  #ended = false;
  #work = new PendingWork(() => this.#idle());

  /**
   * @param {{ code: string, number: number }} cell
   * @param {(exitCode: number) => void} onEnd called once
   */
  constructor({ code, number }, onEnd) {
    this.#code = code;
    this.#name = `cell-${number}`;
    this.#onEnd = onEnd;
  }

  /** @param {import('./evaluator.mjs').Evaluator} evaluator */
  async run(evaluator) {
    try {
      const { value, thrown } = await evaluator.evaluate(this.#code, this.#name);
      if (thrown) {
        this.#report(thrown);
      } else {
        // An async main() that is called without await is waited for, and rejects as the cell's own error.
        this.#show(types.isPromise(value) ? await value : value);
      }
    } catch (error) {
      this.fail(error);
    }
    this.#settled = true;
    if (!this.#ended) {
      this.#work.codeEnded();
    }
  }

  /** An error that the cell did not catch, at any time until its end. */
  fail(error) {
    if (!this.#ended) {
      this.#failed = true;
      writeError(`${error instanceof Error ? '' : 'Uncaught '}${inspect(error)}\n${adviceOn(error)}`);
    }
  }

  /** @param {number} exitCode */
  end(exitCode) {
    if (!this.#ended) {
      this.#ended = true;
      this.#work.stop();
      this.#onEnd(exitCode);
    }
  }

  #idle() {
    if (!this.#settled) {
      writeError('Warning: the cell awaits a promise that nothing is left to settle.\n');
      this.end(unsettledExitCode);
      return;
    }
    this.end(this.#failed ? 1 : Number(process.exitCode ?? 0));
  }

  #show(value) {
    if (value !== undefined && !this.#ended && !isHandle(value)) {
      writeOut(`${inspect(value)}\n`);
    }
  }

  #report({ value, line, column }) {
    // Only what V8 refused to compile has no frame at all.
    if (value instanceof SyntaxError && !`${value.stack}`.includes('\n    at ') && !this.#ended) {
      this.#failed = true;
      writeError(`${locate(this.#code, this.#name, line, column)}\n\n${value.name}: ${value.message}\n${adviceOn(value)}`);
      return;
    }
    this.fail(value);
  }
}

/** REPL mode lets names be declared again, but only in kind, which its message does not say. */
function adviceOn(error) {
  return error instanceof SyntaxError && /^Identifier '.*' has already been declared$/.test(error.message)
    ? 'A name may be declared again in another cell, but only in kind: const as const; let and class; var and function.\n'
    : '';
}

/** The offending line with a caret below. What ends too early is found after the last line. */
function locate(code, name, line, column) {
  const lines = code.split(/\r\n|[\n\r\u2028\u2029]/, line + 1);
  const text = lines.at(-1).slice(0, 1000);
  const at = Math.min(line < lines.length ? column : text.length, text.length);
  return `${name}:${lines.length}:${at + 1}\n${text}\n${text.slice(0, at).replace(/[^\t]/g, ' ')}^`;
}

/** Timers, servers, child processes: dozens of lines of internals, and no result. */
function isHandle(value) {
  try {
    return typeof value?.ref === 'function' && typeof value.unref === 'function';
  } catch {
    // A proxy or a getter of the cell's own failed.
    return false;
  }
}
