import { Call } from './call.js';
import { defineOperation } from './operation.js';
import { notFound, ServiceException } from './service-exception.js';
import { IDENTIFIER, LONG_TEXT, SESSION_ID, structure, TRACE, TRACE_HEADERS } from './shapes.js';
import { StreamAnswer } from './stream-answer.js';
import { SandboxError, SandboxGoneError } from '../sandbox/sandbox.js';
import { Service } from '../state/service.js';
import { Session } from '../state/session.js';
import { TOOL_NAMES, ToolName } from '../tools/names.js';
import { CodeInterpreterResult, textResult } from '../tools/result.js';
import { ToolArguments } from '../tools/tool.js';
import { TOOLS } from '../tools/tools.js';

interface Input {
  readonly codeInterpreterIdentifier: string;
  readonly sessionId: string;
  readonly name: ToolName;
  readonly arguments?: ToolArguments;
}

// The length of a blob is checked when it is decoded: what it holds counts, not its base64.
const CONTENT = structure({ path: LONG_TEXT, text: LONG_TEXT, blob: { type: 'string' } }, ['path']);

const ARGUMENTS = structure({
  code: LONG_TEXT,
  language: { type: 'string', enum: ['python', 'javascript', 'typescript'] },
  clearContext: { type: 'boolean' },
  runtime: { type: 'string', enum: ['nodejs', 'deno', 'python'] },
  command: LONG_TEXT,
  path: LONG_TEXT,
  paths: { type: 'array', items: LONG_TEXT },
  content: { type: 'array', items: CONTENT },
  directoryPath: LONG_TEXT,
  taskId: LONG_TEXT,
});

/** The answer begins when the result is there: until then, all that goes wrong is an HTTP error, which every client understands. */
export const invokeCodeInterpreter = defineOperation<Input>({
  name: 'InvokeCodeInterpreter',
  method: 'POST',
  path: '/code-interpreters/:codeInterpreterIdentifier/tools/invoke',
  status: 200,
  largeBody: true,
  headers: { ...TRACE_HEADERS, sessionId: 'x-amzn-code-interpreter-session-id' },
  members: {
    ...TRACE,
    codeInterpreterIdentifier: IDENTIFIER,
    sessionId: SESSION_ID,
    name: { type: 'string', enum: TOOL_NAMES },
    arguments: ARGUMENTS,
  },
  required: ['codeInterpreterIdentifier', 'sessionId', 'name'],
  describe({ codeInterpreterIdentifier, sessionId, name, arguments: given }, call) {
    call.codeInterpreterId = codeInterpreterIdentifier;
    call.sessionId = sessionId;
    call.tool = name;
    call.input = { ...given };
  },
  async run({ codeInterpreterIdentifier, sessionId, name, arguments: given = {} }, service, call) {
    const session = service.sessions.findLive(service.interpreters.find(codeInterpreterIdentifier), sessionId);
    const result = await runTool(session, name, given, service, call);
    call.isError = result.isError;
    call.output = outputOf(result);
    return new StreamAnswer(sessionId, result);
  },
});

async function runTool(
  session: Session, name: ToolName, given: ToolArguments, service: Service, call: Call,
): Promise<CodeInterpreterResult> {
  const { report, transformer } = service;
  try {
    return await TOOLS[name](given, { sandbox: session.sandbox, signal: call.signal, report, transformer });
  } catch (error) {
    if (error instanceof ServiceException) { throw error; }
    if (error instanceof SandboxError) { return textResult(`Error: ${error.message}`, true); }
    if (error instanceof SandboxGoneError) { throw goneException(session); }
    service.warn(`${name} in session ${session.id} failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    // In the stream, since an SDK would send the call again, and it may have done its work already.
    throw new ServiceException('InternalServerException',
      `${name} failed within the local service (request ${call.requestId}), whose output says more. The session may have been changed.`,
      { inStream: true });
  }
}

/** Neither is one that SDKs retry. */
function goneException({ id, end }: Session): ServiceException {
  if (end === 'stopped') {
    return new ServiceException('ConflictException', `The session ${id} was terminated on user request before the request could complete.`);
  }
  const reason = end === 'expired' ? 'expired' : 'ended, its sandbox gone,';
  return notFound(`The session ${id} ${reason} before the request could complete. Start another with StartCodeInterpreterSession.`);
}

function outputOf({ structuredContent }: CodeInterpreterResult): Call['output'] {
  const { stdout, stderr, exitCode } = structuredContent ?? {};
  return stdout !== undefined && stderr !== undefined && exitCode !== undefined ? { stdout, stderr, exitCode } : undefined;
}
