import { Session } from 'node:inspector';

const group = 'cell';

/**
 * Evaluates cells as a REPL does: in the global scope, with top-level await, and `const` may be declared again.
 */
export class Evaluator {
  #session = new Session();
  /** @type {string | undefined} */
  #receiver;
  /** @type {{ value: unknown } | undefined} */
  #received;

  constructor() {
    this.#session.connect();
  }

  /**
   * @param {string} code
   * @param {string} name shown in stacks
   * @returns {Promise<{ value?: unknown, thrown?: { value: unknown, line: number, column: number } }>}
   */
  async evaluate(code, name) {
    const { result, exceptionDetails: details } = await this.#post('Runtime.evaluate', {
      expression: `${code}\n//# sourceURL=${name}`,
      replMode: true,
      awaitPromise: true,
      objectGroup: group,
    });
    try {
      if (details) {
        const { value } = details.exception ? await this.#fetch(details.exception) : { value: new Error(details.text) };
        return { thrown: { value, line: details.lineNumber, column: details.columnNumber } };
      }
      return await this.#fetch(result);
    } finally {
      this.#forget();
    }
  }

  /** The inspector names values; this gets the one that is named, in an object: it may have a `then` of its own. */
  async #fetch(remote) {
    if (remote.objectId === undefined && remote.unserializableValue === undefined) {
      return { value: remote.value };
    }
    this.#receiver ??= await this.#makeReceiver();
    const argument = remote.objectId === undefined
      ? { unserializableValue: remote.unserializableValue }
      : { objectId: remote.objectId };
    await this.#post('Runtime.callFunctionOn', {
      functionDeclaration: 'function (value) { this(value); }',
      objectId: this.#receiver,
      arguments: [argument],
      silent: true,
    });
    const received = this.#received;
    this.#received = undefined;
    return received ?? {};
  }

  async #makeReceiver() {
    const key = `receiver ${Math.random()}`;
    Object.defineProperty(globalThis, key, { configurable: true, value: value => { this.#received = { value }; } });
    const { result } = await this.#post('Runtime.evaluate', { expression: `globalThis[${JSON.stringify(key)}]` });
    delete globalThis[key];
    return result.objectId;
  }

  /** The inspector would keep results, and what was logged, alive. */
  #forget() {
    this.#session.post('Runtime.releaseObjectGroup', { objectGroup: group });
    this.#session.post('Runtime.discardConsoleEntries');
  }

  #post(method, parameters) {
    return new Promise((resolve, reject) => {
      this.#session.post(method, parameters, (error, answer) => error ? reject(error) : resolve(answer));
    });
  }
}
