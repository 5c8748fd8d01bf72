/** Longer lines come in pieces: an agent that never ends a line must not fill the memory. */
const LONGEST_LINE = 64 * 1024;

/** Cuts text that comes in pieces into lines, without their ends. */
export class Lines {
  private rest = '';

  public constructor(private readonly onLine: (line: string) => void) {}

  public add(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) { this.emit(line.replace(/\r$/, '')); }
    while (this.rest.length >= LONGEST_LINE) {
      this.emit(this.rest.slice(0, LONGEST_LINE));
      this.rest = this.rest.slice(LONGEST_LINE);
    }
  }

  /** The last line may have no end. */
  public end(): void {
    if (this.rest !== '') { this.emit(this.rest); }
    this.rest = '';
  }

  private emit(line: string): void {
    if (line.length <= LONGEST_LINE) { return this.onLine(line); }
    for (let at = 0; at < line.length; at += LONGEST_LINE) { this.onLine(line.slice(at, at + LONGEST_LINE)); }
  }
}
