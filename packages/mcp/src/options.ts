import { CodeInterpreterOptions, ToolName } from 'agentcore-code-interpreter-langgraph/core';

/** All may be left out. */
export interface McpServerOptions extends CodeInterpreterOptions {
  /** Names of the tools to offer, without a prefix. Left out: all eleven. */
  tools?: readonly ToolName[];
  /**
   * Most bytes of images and other binary files that one result carries; what does not fit is named in the text.
   * 0 lets it carry none. Left out: 700,000, since Claude Desktop takes results of 1,048,576 characters.
   */
  maxAttachmentBytes?: number;
}
