import { DEFAULT_LIMITS } from '../../src/config/limit-ranges.js';
import { CallEvent } from '../../src/observer.js';
import { EngineReport } from '../../src/sandbox/sandbox.js';

export const INTERPRETER = 'analyzer-0123456789';
export const SESSION = '01JD0000000000000000000001';

export function call(fields: Partial<CallEvent> = {}): CallEvent {
  return {
    requestId: '5f0c0f0e-0000-4000-8000-000000000000',
    at: new Date('2026-11-25T10:20:30.456Z'),
    operation: 'InvokeCodeInterpreter',
    tool: 'executeCode',
    codeInterpreterId: INTERPRETER,
    sessionId: SESSION,
    httpStatus: 200,
    isError: false,
    milliseconds: 12.34,
    ...fields,
  };
}

export const REPORT: EngineReport = {
  tier: 'namespaces',
  title: 'a fork into namespaces of its own for each session',
  notIsolated: ['the kernel is shared with this machine'],
  limitedBy: 'cgroup v1',
  limits: DEFAULT_LIMITS,
  python: { version: '3.11.2', path: '/usr/bin/python3', packages: { numpy: '2.3.0' }, preloaded: ['numpy'] },
  nodejs: { version: '20.19.0', path: '/usr/bin/node' },
  refused: [],
};
