import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from './fault.js';
import { Call } from '../operations/call.js';
import { ServiceException } from '../operations/service-exception.js';
import { Interpreters } from '../state/interpreters.js';
import { Sessions } from '../state/sessions.js';

const DEFAULT_DELAY_MS = 800;

/** Makes a call fail, or wait, before any of its work. */
export async function inflict(fault: Fault, call: Call, interpreters: Interpreters, sessions: Sessions): Promise<void> {
  switch (fault.fault) {
    case 'throttle': throw new ServiceException('ThrottlingException', 'Rate exceeded');
    case 'throttle-stream': throw new ServiceException('ThrottlingException', 'Rate exceeded', { inStream: true });
    case 'quota': throw new ServiceException('ServiceQuotaExceededException', 'A quota is exceeded: a fault that was asked for.');
    case 'error': throw new ServiceException('InternalServerException', 'An internal error: a fault that was asked for.');
    case 'deny':
      throw new ServiceException('AccessDeniedException', `Not authorized to perform ${call.operation}: a fault that was asked for.`);
    case 'slow': return holdUp(call, fault.milliseconds ?? DEFAULT_DELAY_MS);
    case 'expire': {
      if (call.codeInterpreterId === undefined || call.sessionId === undefined) { return; }
      // The call goes on to find it expired.
      return sessions.terminate(sessions.findLive(interpreters.find(call.codeInterpreterId), call.sessionId), 'expired');
    }
  }
}

async function holdUp({ signal }: Call, milliseconds: number): Promise<void> {
  try {
    await delay(milliseconds, undefined, { ref: false, signal });
  } catch (error) {
    if (!signal.aborted) { throw error; }
    // Nobody reads this, but the observer is told.
    throw new ServiceException('InternalServerException', 'The client went away while a fault held the call up.');
  }
}
