import { Fault, FAULT_KINDS, FaultError, FaultKind } from './fault.js';
import { OPERATION_NAMES } from '../operations/names.js';
import { TOOL_NAMES } from '../tools/names.js';

const DEFAULT_OPERATIONS: Readonly<Partial<Record<FaultKind, string>>> = {
  'throttle-stream': 'InvokeCodeInterpreter',
  'expire': 'InvokeCodeInterpreter',
  'quota': 'StartCodeInterpreterSession',
  'slow': 'StartCodeInterpreterSession',
};

const ONLY_INVOKE: readonly FaultKind[] = ['throttle-stream', 'expire'];
const LONGEST_DELAY_MS = 15 * 60_000;

/** The fault with its operation filled in. @throws FaultError */
export function checkFault(given: Fault, defaultOperation?: string): Fault {
  const { fault, tool, times, after, probability, milliseconds } = given;
  oneOf('fault', fault, FAULT_KINDS);
  if (given.operation !== undefined) { oneOf('operation', given.operation, OPERATION_NAMES); }
  if (tool !== undefined) { oneOf('tool', tool, TOOL_NAMES); }
  inRange('times', times, 1, Number.MAX_SAFE_INTEGER, true);
  inRange('after', after, 0, Number.MAX_SAFE_INTEGER, true);
  inRange('probability', probability, 0, 1, false);
  inRange('milliseconds', milliseconds, 0, LONGEST_DELAY_MS, true);
  if (milliseconds !== undefined && fault !== 'slow') {
    throw new FaultError(`milliseconds is for slow only, not for ${fault}: leave it out`);
  }
  const operation = given.operation ?? (tool === undefined ? defaultOperation ?? DEFAULT_OPERATIONS[fault] : 'InvokeCodeInterpreter');
  if (operation !== 'InvokeCodeInterpreter') {
    if (tool !== undefined) {
      throw new FaultError(`tool ${tool} is of InvokeCodeInterpreter, not of ${String(operation)}: leave one of them out`);
    }
    if (ONLY_INVOKE.includes(fault)) {
      throw new FaultError(`${fault} can only happen to InvokeCodeInterpreter, not to ${String(operation)}`);
    }
  }
  return { ...given, operation };
}

function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) { throw new FaultError(`${name} is ${JSON.stringify(value)}; it must be one of ${allowed.join(', ')}`); }
}

function inRange(name: string, value: number | undefined, least: number, most: number, whole: boolean): void {
  if (value === undefined || (value >= least && value <= most && (!whole || Number.isInteger(value)))) { return; }
  const upTo = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new FaultError(`${name} is ${value}; it must be a ${whole ? 'whole ' : ''}number, ${upTo}`);
}
