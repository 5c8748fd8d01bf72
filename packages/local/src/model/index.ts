export type { Conversation, Move, OfferedTool, PlayedCall, ToolCall, Turn } from './conversation.js';
export type { ModelCall } from './model-call.js';
export type { ScriptedModel, ScriptedModelOptions } from './scripted-model.js';
export { startScriptedModel } from './scripted-model.js';
export { SEED_CONVERSATIONS, SEED_PROMPTS } from './seed/conversations.js';
export { CHART_FILE, SALES_FILE } from './seed/sales-analysis.js';
