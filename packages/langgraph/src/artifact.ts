/** A file that a tool read. It has `text` or `bytes`, as the service answered; neither if that answered neither. */
export interface CodeInterpreterFile {
  /** Relative to the working directory. */
  readonly path: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** An image, ready to be shown or saved. */
export interface CodeInterpreterImage {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  /** Relative to the working directory. Not there for an image that is no file. */
  readonly path?: string;
}

/** Of a listed directory. */
export interface CodeInterpreterEntry {
  /** Relative to the working directory. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'directory';
  readonly mimeType?: string;
  readonly sizeBytes?: number;
}

/** What a result has beside its text, for the program. What the service did not answer is not there. */
export interface CodeInterpreterArtifact {
  /** Not there if no session was needed, as for a wrong argument. */
  readonly sessionId?: string;
  /** True if a session of this thread had ended and the call ran in a new one. */
  readonly sessionReplaced?: boolean;
  /** Whole, also where the text was cut. */
  readonly stdout?: string;
  /** Whole, also where the text was cut. */
  readonly stderr?: string;
  readonly exitCode?: number;
  readonly executionTimeSeconds?: number;
  readonly taskId?: string;
  /** submitted, working, completed, canceled or failed. */
  readonly taskStatus?: string;
  /** Of read_files. */
  readonly files: readonly CodeInterpreterFile[];
  /** Image blocks, and those of `files` that are images. */
  readonly images: readonly CodeInterpreterImage[];
  /** Of list_files. */
  readonly entries: readonly CodeInterpreterEntry[];
  /** How many characters were cut out of the text. Not there if none were. */
  readonly truncatedCharacters?: number;
}
