import { App } from '../app.js';
import { EngineReport } from '../sandbox/sandbox.js';
import { History } from '../watch/history.js';
import { PageSources } from '../watch/page-sources.js';

/** More than a page can show well. */
const MOST_SESSIONS = 200;

/** What the page may see of the API's state. */
export function pageSources({ sessions }: App, report: EngineReport, history: History): PageSources {
  return {
    report,
    history,
    sessions: () => sessions.list().slice(0, MOST_SESSIONS).map((session) => ({
      codeInterpreterId: session.interpreter.id,
      sessionId: session.id,
      name: session.settings.name ?? '',
      networkMode: session.interpreter.networkMode,
      status: session.status,
      startedAt: session.createdAt,
      expiresAt: session.expiresAt,
    })),
    listFiles: async (codeInterpreterId, sessionId, path) => {
      const session = sessions.list().find(({ id, interpreter, status }) => id === sessionId && interpreter.id === codeInterpreterId && status === 'READY');
      return session?.sandbox.listFiles(path);
    },
  };
}
