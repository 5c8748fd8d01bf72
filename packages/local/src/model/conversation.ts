/** A tool that the agent offers, and the names of its arguments. */
export interface OfferedTool {
  readonly name: string;
  readonly properties: readonly string[];
}

/** A tool call since the prompt, and what it answered. */
export interface PlayedCall {
  readonly tool: string;
  readonly input: unknown;
  /** All that the tool answered, as text. */
  readonly text: string;
  /** As the agent says; some agents hand failures over as ordinary text. */
  readonly isError: boolean;
}

/** What a conversation decides by: all of it comes from the request. */
export interface Turn {
  /** The last text of the user. */
  readonly prompt: string;
  /** Since the prompt, in order. */
  readonly calls: readonly PlayedCall[];
  readonly tools: readonly OfferedTool[];
}

export interface ToolCall {
  readonly tool: string;
  readonly input: Record<string, unknown>;
}

/** What the model does next: it answers, or it calls tools, perhaps with a word before. */
export type Move = { readonly say: string } | { readonly call: readonly ToolCall[]; readonly say?: string };

/** A part that the scripted model knows. */
export interface Conversation {
  readonly name: string;
  /** Of the last text of the user. The first conversation that matches is played. */
  readonly prompt: RegExp;
  /** A prompt that it matches. Left out: none is suggested when a prompt is not known. */
  readonly examplePrompt?: string;
  /** Asked again after each tool call. It keeps nothing: what happened so far is in the turn. */
  readonly play: (turn: Turn) => Move;
}

/** A conversation that names a prompt it matches. */
export interface ExampleConversation extends Conversation {
  readonly examplePrompt: string;
}
