import { LocalServiceOptions } from '../../src/index.js';

/** A code interpreter for each failure, so that tests of one do not meet those of another. */
const FAULTS = {
  throttled: 'throttle:InvokeCodeInterpreter:times=2',
  throttled_legacy: 'throttle:InvokeCodeInterpreter:times=2',
  throttled_for_good: 'throttle:InvokeCodeInterpreter',
  throttled_in_stream: 'throttle-stream:InvokeCodeInterpreter:after=1:times=1',
  expiring: 'expire:InvokeCodeInterpreter:after=1:times=1',
  over_quota: 'quota:StartCodeInterpreterSession',
  denied: 'deny:InvokeCodeInterpreter',
  broken: 'error:InvokeCodeInterpreter:times=1',
} as const;

export type Failing = keyof typeof FAULTS;

export function failing(name: Failing): string {
  return `${name}-0000000000`;
}

export const FAILING_INTERPRETERS: Pick<LocalServiceOptions, 'interpreters' | 'faults'> = {
  interpreters: Object.keys(FAULTS).map((name) => ({ name, id: failing(name as Failing) })),
  faults: Object.entries(FAULTS).map(([name, fault]) => `${fault}:interpreter=${failing(name as Failing)}`),
};
