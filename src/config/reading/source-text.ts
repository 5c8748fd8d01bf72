import { LineCounter } from 'yaml';
import { Position } from '../node';

/** The text of a file, and where its parts are. */
export class SourceText {
  public readonly text: string;
  private readonly lines = new LineCounter();

  constructor(text: string, private readonly file: string) {
    // An editor shows no byte order mark, and to YAML a carriage return alone ends a line as well.
    this.text = text.replace(/^\uFEFF/, '').replace(/\r(?!\n)/g, '\n');
    this.lines.addNewLine(0);
    for (let end = this.text.indexOf('\n'); end !== -1; end = this.text.indexOf('\n', end + 1)) { this.lines.addNewLine(end + 1); }
  }

  public at(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line, column: col };
  }
}
