import { checkFault } from './check-fault.js';
import { Fault, FaultError, FaultKind } from './fault.js';
import { TOOL_NAMES } from '../tools/names.js';

const NUMBERS: ReadonlyMap<string, 'times' | 'after' | 'probability' | 'milliseconds'> = new Map([
  ['times', 'times'], ['after', 'after'], ['probability', 'probability'], ['ms', 'milliseconds'], ['milliseconds', 'milliseconds'],
]);

const FORM = 'a fault is written kind[:Operation or tool][:name=value…], such as throttle:InvokeCodeInterpreter:times=2, slow:ms=800 or '
  + 'throttle-stream:executeCode:after=1:probability=0.5; names are times, after, probability, ms, interpreter';

/**
 * A fault as it is written for `--fault`, and in the header of a request for that request. @throws FaultError
 *
 * @param operation the one that fails when none is named. Left out: as `Fault` says.
 */
export function parseFault(text: string, operation?: string): Fault {
  const [kind = '', ...parts] = text.split(':');
  try {
    const members = parts.map((part, index) => member(part, index));
    const names = members.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) { throw new FaultError(`${twice} is there twice`); }
    // What is not a kind is refused by the check.
    return checkFault({ fault: kind as FaultKind, ...Object.fromEntries(members) }, operation);
  } catch (error) {
    if (error instanceof FaultError) { throw new FaultError(`fault ${JSON.stringify(text.slice(0, 200))}: ${error.message}. ${FORM}.`); }
    throw error;
  }
}

function member(part: string, index: number): [keyof Fault, string | number] {
  const equals = part.indexOf('=');
  if (equals < 0) {
    if (index > 0) { throw new FaultError(`${JSON.stringify(part)} has no =`); }
    return [TOOL_NAMES.some((tool) => tool === part) ? 'tool' : 'operation', part];
  }
  const name = part.slice(0, equals);
  const value = part.slice(equals + 1);
  if (name === 'interpreter') { return ['codeInterpreterId', value]; }
  const number = NUMBERS.get(name);
  if (!number) { throw new FaultError(`${JSON.stringify(name)} is not known`); }
  if (!/^\d+(\.\d+)?$/.test(value)) { throw new FaultError(`${name} is ${JSON.stringify(value)}, which is no number`); }
  return [number, Number(value)];
}
