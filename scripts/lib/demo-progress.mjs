import { stripVTControlCharacters } from 'node:util';
import { bold, dim } from './demo-table.mjs';

const REDRAW_MILLISECONDS = 100;
const CLEAR_LINE = '\r\u001b[2K';
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** A line for each step. On a terminal it is alive until the step ends; in a pipe there is one when it begins, too. */
export class Progress {
  /** What has ended well, with its time. */
  steps = [];
  #output;
  #step;
  #timer;

  constructor(output = process.stdout) {
    this.#output = output;
  }

  /**
   * Runs one step. `work` is given a function that says what it is at. It returns a `value`, which is returned, a `note`
   * to be said, and whether it `failed`.
   */
  async step(title, work) {
    this.#begin(title);
    try {
      const { value, note, failed } = await work((text) => { this.#step.text = oneLine(text); });
      this.#end(failed ? 'FAILED' : 'ok', note);
      return value;
    } catch (error) {
      this.#end('FAILED');
      throw error;
    }
  }

  line(text) {
    this.#output.write(`${text}\n`);
  }

  check({ title, problem }) {
    this.line(problem ? `          ${bold('FAILED')}  ${title}: ${oneLine(problem)}` : `          ok      ${title}`);
  }

  #begin(title) {
    this.#step = { title, start: performance.now(), text: '' };
    if (this.#output.isTTY) {
      this.#timer = setInterval(() => this.#redraw(), REDRAW_MILLISECONDS);
    } else {
      this.line(`...       ${title}`);
    }
  }

  #end(verdict, note = '') {
    clearInterval(this.#timer);
    const { title, start } = this.#step;
    if (verdict === 'ok') { this.steps.push({ title, note, seconds: (performance.now() - start) / 1000 }); }
    const line = `${verdict.padEnd(6)} ${seconds(start)}  ${title}${note ? `: ${note}` : ''}`;
    this.#output.write(`${this.#output.isTTY ? CLEAR_LINE : ''}${line}\n`);
  }

  #redraw() {
    const { title, start, text } = this.#step;
    const turn = SPINNER[Math.floor((performance.now() - start) / REDRAW_MILLISECONDS) % SPINNER.length];
    const line = `${turn}      ${seconds(start)}  ${title}${text ? `: ${text}` : ''}`;
    this.#output.write(`${CLEAR_LINE}${dim(line.slice(0, (this.#output.columns || 80) - 1))}`);
  }
}

/** What programs print may hold what moves the cursor. */
export function oneLine(text) {
  return stripVTControlCharacters(String(text)).replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s`;
}
