import { createCodeInterpreter } from './create-code-interpreter.js';
import { deleteCodeInterpreter } from './delete-code-interpreter.js';
import { getCodeInterpreterSession } from './get-code-interpreter-session.js';
import { getCodeInterpreter } from './get-code-interpreter.js';
import { invokeCodeInterpreter } from './invoke-code-interpreter.js';
import { listCodeInterpreterSessions } from './list-code-interpreter-sessions.js';
import { listCodeInterpreters } from './list-code-interpreters.js';
import { listTagsForResource } from './list-tags-for-resource.js';
import { Operation } from './operation.js';
import { startCodeInterpreterSession } from './start-code-interpreter-session.js';
import { stopCodeInterpreterSession } from './stop-code-interpreter-session.js';
import { tagResource } from './tag-resource.js';
import { untagResource } from './untag-resource.js';

/** Of both planes: their paths do not collide. */
export const OPERATIONS: readonly Operation[] = [
  startCodeInterpreterSession, getCodeInterpreterSession, listCodeInterpreterSessions, stopCodeInterpreterSession, invokeCodeInterpreter,
  createCodeInterpreter, getCodeInterpreter, listCodeInterpreters, deleteCodeInterpreter, tagResource, untagResource, listTagsForResource,
];
