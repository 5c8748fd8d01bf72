import { clearLine, cursorTo, Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { visibleText } from '../watch/visible-text.js';

const TOPIC_WIDTH = 10;

/** Prints lines about this and that while somebody may be typing. */
export class Terminal {
  /** Where somebody is typing. */
  private typing?: Interface;
  /** Whether the last line has no end yet. */
  private open = false;

  public constructor(private readonly output: Writable) {}

  /** What this program has to say. */
  public say(topic: string, text: string): void {
    for (const [index, line] of visibleText(text).split('\n').entries()) { this.line(`${(index === 0 ? topic : '').padEnd(TOPIC_WIDTH)}${line}`); }
  }

  /** What another program has printed. */
  public quote(topic: string, line: string): void {
    this.line(`${topic.padEnd(TOPIC_WIDTH - 2)}| ${visibleText(line)}`);
  }

  /** Text that more may follow on the same line. */
  public write(text: string): void {
    this.interrupt();
    this.output.write(visibleText(text));
    this.open = !text.endsWith('\n');
  }

  /** Shows the prompt, and again after each line that is printed, until `stopAsking`. */
  public ask(typing: Interface): void {
    this.endLine();
    this.typing = typing;
    typing.prompt();
  }

  public stopAsking(): void {
    this.typing = undefined;
  }

  private line(text: string): void {
    this.interrupt();
    this.endLine();
    this.output.write(`${text}\n`);
    this.typing?.prompt(true);
  }

  private endLine(): void {
    if (this.open) { this.output.write('\n'); }
    this.open = false;
  }

  /** What is typed is shown again below. */
  private interrupt(): void {
    if (!this.typing?.terminal) { return; }
    cursorTo(this.output, 0);
    clearLine(this.output, 0);
  }
}
