import { CodeInterpreterArtifact } from './artifact.js';

/** What a call came to. */
export interface ToolOutcome {
  /** For the model. Never empty. */
  readonly text: string;
  /** True if something went wrong that the model can mend. */
  readonly isError: boolean;
  /** For the program. */
  readonly artifact: CodeInterpreterArtifact;
}
