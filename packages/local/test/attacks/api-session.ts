import { EventStreamCodec } from '@smithy/eventstream-codec';

/** Longer than any limit of the sessions under test: whoever gets here hangs. */
const SECONDS_TO_ANSWER = 20;

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString(), (text) => Buffer.from(text));

export interface ToolAnswer {
  readonly status: number;
  readonly isError?: boolean;
  readonly content: readonly ContentBlock[];
  /** Of the first block, or of the exception. */
  readonly text: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode?: number;
  /** Of a task. */
  readonly taskId?: string;
  readonly taskStatus?: string;
}

export interface ContentBlock {
  readonly type: string;
  readonly text?: string;
  readonly name?: string;
  readonly resource?: { readonly text?: string; readonly blob?: string };
}

interface ResultPayload {
  readonly content?: readonly ContentBlock[];
  readonly isError?: boolean;
  readonly message?: string;
  readonly structuredContent?: Pick<ToolAnswer, 'exitCode' | 'taskId' | 'taskStatus'> & Partial<Pick<ToolAnswer, 'stdout' | 'stderr'>>;
}

/** A session of the service, over HTTP. */
export class ApiSession {
  public static async start(url: string, interpreterId = 'aws.codeinterpreter.v1'): Promise<ApiSession> {
    const interpreter = `${url}/code-interpreters/${interpreterId}`;
    const response = await fetch(`${interpreter}/sessions/start`, { method: 'PUT', signal: AbortSignal.timeout(SECONDS_TO_ANSWER * 1000) });
    const { sessionId, message } = await response.json() as { sessionId?: string; message?: string };
    if (sessionId === undefined) { throw new Error(`no session: ${message}`); }
    return new ApiSession(interpreter, sessionId);
  }

  private constructor(private readonly interpreter: string, public readonly id: string) {}

  public python(code: string): Promise<ToolAnswer> {
    return this.tool('executeCode', { code, language: 'python' });
  }

  public script(runtime: 'nodejs' | 'deno', code: string): Promise<ToolAnswer> {
    return this.tool('executeCode', { code, language: 'javascript', runtime });
  }

  public command(command: string): Promise<ToolAnswer> {
    return this.tool('executeCommand', { command });
  }

  public async tool(name: string, given: object, signal?: AbortSignal): Promise<ToolAnswer> {
    const response = await this.send(name, given, signal);
    return decode(response.status, Buffer.from(await response.arrayBuffer()));
  }

  /** The answer once its head is there. */
  public send(name: string, given: object, signal = AbortSignal.timeout(SECONDS_TO_ANSWER * 1000)): Promise<Response> {
    return fetch(`${this.interpreter}/tools/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amzn-code-interpreter-session-id': this.id },
      body: JSON.stringify({ name, arguments: given }),
      signal,
    });
  }

  public async stop(): Promise<number> {
    const response = await fetch(`${this.interpreter}/sessions/stop?sessionId=${this.id}`, {
      method: 'PUT', signal: AbortSignal.timeout(SECONDS_TO_ANSWER * 1000),
    });
    await response.arrayBuffer();
    return response.status;
  }
}

function decode(status: number, body: Buffer): ToolAnswer {
  const payload = JSON.parse(status === 200 ? Buffer.from(codec.decode(body).body).toString() : body.toString()) as ResultPayload;
  const { content = [], isError, message, structuredContent } = payload;
  const { stdout = '', stderr = '', ...rest } = structuredContent ?? {};
  return { status, isError, content, text: content[0]?.text ?? message ?? '', stdout, stderr, ...rest };
}
