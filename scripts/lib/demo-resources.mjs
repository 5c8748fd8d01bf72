/** What has to be closed, last first, whether it was there already or still starting when the demo was stopped. */
export class Resources {
  #opened = [];
  #aborted;

  constructor(signal) {
    this.#aborted = new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason), { once: true }); });
    this.#aborted.catch(() => {});
  }

  /** Waits for something that has a `close`, unless the demo is stopped before. */
  open(resource) {
    this.#opened.push(resource);
    return this.raced(resource);
  }

  raced(promise) {
    return Promise.race([promise, this.#aborted]);
  }

  async close() {
    for (const opening of this.#opened.reverse()) {
      const resource = await Promise.resolve(opening).catch(() => undefined);
      await resource?.close();
    }
    this.#opened = [];
  }
}
