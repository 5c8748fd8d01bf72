import { CodeInterpreterResult } from '@aws-sdk/client-bedrock-agentcore';
import { Invocation } from './invocation.js';
import { invoke } from './invoke.js';
import { repeatedIfThrottled } from './throttling.js';
import { CodeInterpreterArtifact } from '../artifact.js';
import { ClientHolder } from '../client/client-holder.js';
import { abortError } from '../errors/abort-error.js';
import { CodeInterpreterToolError } from '../errors/code-interpreter-tool-error.js';
import { serviceProblem, toolError } from '../errors/service-problem.js';
import { ToolOutcome } from '../outcome.js';
import { limitedText } from '../output/limited-text.js';
import { mergedResult } from '../output/merged-result.js';
import { EMPTY_ARTIFACT, resultArtifact } from '../output/result-artifact.js';
import { resultText } from '../output/result-text.js';
import { Report } from '../reporter.js';
import { SessionKey } from '../sessions/session-key.js';
import { endedDuringCall, replacedNotice, taskGone } from '../sessions/session-texts.js';
import { Session } from '../sessions/session.js';
import { Sessions } from '../sessions/sessions.js';
import { Settings } from '../settings.js';
import { Tool } from '../tools/define-tool.js';

export interface ToolCallParts {
  readonly client: ClientHolder;
  readonly sessions: Sessions;
  readonly settings: Settings;
}

/** The session was gone before the call could run in it. */
interface Gone {
  readonly goneBecause: string;
  readonly cause: unknown;
}

/** One call of a tool, from its session to its outcome. */
export class ToolCall {
  private attempts = 0;
  /** When the last attempt was sent. */
  private sentAt = 0;

  public constructor(
    private readonly parts: ToolCallParts,
    private readonly tool: Tool,
    private readonly invocation: Invocation,
    private readonly key: SessionKey,
    private readonly signal: AbortSignal | undefined,
    private readonly report: Report,
  ) {}

  public async run(): Promise<ToolOutcome> {
    const first = await this.runInSession(undefined);
    if (!('goneBecause' in first)) { return first; }
    const second = await this.runInSession(first.goneBecause);
    if (!('goneBecause' in second)) { return second; }
    throw new CodeInterpreterToolError('SessionLost',
      `${this.tool.tool} was not run: its session was gone (${first.goneBecause}), and so was the one started in its place `
      + `(${second.goneBecause}): ${messageOf(second.cause)} See whether something stops sessions, and whether sessionTimeoutSeconds is long enough.`,
      { cause: second.cause });
  }

  private async runInSession(replaces: string | undefined): Promise<ToolOutcome | Gone> {
    const session = await this.parts.sessions.begin(this.key, { signal: this.signal, report: this.report });
    const startedAt = performance.now();
    const outcome = await this.outcomeIn(session, replaces);
    if ('goneBecause' in outcome) { return outcome; }
    this.report({
      event: 'finished', sessionId: session.id, seconds: (performance.now() - startedAt) / 1000, isError: outcome.isError,
    });
    return outcome;
  }

  private async outcomeIn(session: Session, replaces: string | undefined): Promise<ToolOutcome | Gone> {
    const results: CodeInterpreterResult[] = [];
    try {
      this.report({ event: 'running', sessionId: session.id });
      await this.send(session, results);
    } catch (error) {
      return this.failed(error, session, results.length > 0);
    } finally {
      session.endCall();
    }
    return this.succeeded(session, results, replaces);
  }

  private async send(session: Session, results: CodeInterpreterResult[]): Promise<void> {
    const { client, settings: { codeInterpreterIdentifier, maxAttempts, maxOutputCharacters } } = this.parts;
    const { name, arguments: given } = this.invocation;
    const input = { codeInterpreterIdentifier, sessionId: session.id, name, arguments: given };
    const onResult = (result: CodeInterpreterResult): void => {
      results.push(result);
      this.report({ event: 'output', sessionId: session.id, text: limitedText(resultText([result], ''), maxOutputCharacters).text });
    };
    const once = async (): Promise<void> => {
      this.attempts += 1;
      this.sentAt = performance.now();
      await client.use((service) => invoke(service, input, this.signal, onResult));
    };
    await repeatedIfThrottled(once, {
      most: maxAttempts,
      signal: this.signal,
      mayRepeat: () => results.length === 0,
      onThrottled: (attempt, retryInSeconds) => this.report({ event: 'throttled', attempt, retryInSeconds }),
    });
  }

  private failed(error: unknown, session: Session, begun: boolean): ToolOutcome | Gone {
    if (this.signal?.aborted) { throw abortError(this.signal); }
    const { sessions } = this.parts;
    switch (serviceProblem(error)) {
      case 'conflict':
        sessions.forget(session);
        return problem(endedDuringCall('it was stopped'), session);
      case 'validation':
        return problem(`The service did not take the call: ${messageOf(error)}`, session);
      case 'not-found':
        return this.gone(session, begun, error);
      default:
        throw toolError(error, this.tool.tool, this.attempts);
    }
  }

  private gone(session: Session, begun: boolean, cause: unknown): ToolOutcome | Gone {
    const { sessions, settings } = this.parts;
    const { taskId } = this.invocation;
    const { earliest, latest } = session.expiry;
    const mayHaveExpired = performance.now() >= earliest;
    // What the service says here speaks to programs, not to models.
    const reason = session.stoppedHere ? 'it was stopped'
      : mayHaveExpired ? `its timeout of ${settings.sessionTimeoutSeconds} s was over` : 'the service does not know it any more';
    if (taskId !== undefined) {
      sessions.forget(session);
      return problem(taskGone(taskId, reason), session);
    }
    // It may have begun if the session can have lived when the call was sent, and can have ended before the answer. A session
    // that was stopped from here gets no other, which nobody would stop.
    if (begun || session.stoppedHere || (this.sentAt < latest && mayHaveExpired)) {
      sessions.forget(session);
      return problem(endedDuringCall(reason), session);
    }
    sessions.forget(session, reason);
    return { goneBecause: reason, cause };
  }

  private succeeded(session: Session, results: readonly CodeInterpreterResult[], replaces: string | undefined): ToolOutcome {
    const { maxOutputCharacters } = this.parts.settings;
    const result = mergedResult(results);
    const replaced = replaces ?? session.noticeDue;
    session.noticeGiven();
    const notice = replaced === undefined ? '' : replacedNotice(replaced);
    const { text, leftOut } = limitedText(`${notice}${resultText(results, this.tool.emptyText)}`, maxOutputCharacters);
    const artifact: CodeInterpreterArtifact = {
      sessionId: session.id,
      ...(replaced !== undefined && { sessionReplaced: true }),
      ...resultArtifact(result),
      ...(leftOut > 0 && { truncatedCharacters: leftOut }),
    };
    return { text, isError: result.isError, artifact };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function problem(text: string, session: Session): ToolOutcome {
  return { text, isError: true, artifact: { ...EMPTY_ARTIFACT, sessionId: session.id } };
}
