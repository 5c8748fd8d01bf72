import { InvalidArgumentError } from 'commander';
import { limitProblem } from '../config/limits.js';
import { parseBytes, parseSeconds, QuantityError } from '../config/quantity.js';
import { Limits } from '../sandbox/sandbox.js';

/** Parses the argument of a flag that sets a limit. Commander puts the flag and the value before the message. */
export function limitArgument(name: keyof Limits): (text: string) => number {
  return (text) => {
    const value = parsed(name, text);
    const problem = limitProblem(name, value);
    if (problem !== undefined) { throw new InvalidArgumentError(`It ${problem}.`); }
    return value;
  };
}

/** A whole number within bounds. */
export function integerArgument(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most)) { throw new InvalidArgumentError(`Allowed is a whole number from ${least} to ${most}.`); }
    return value;
  };
}

function parsed(name: keyof Limits, text: string): number {
  try {
    if (name.endsWith('Bytes')) { return parseBytes(text); }
    if (name.endsWith('Seconds')) { return parseSeconds(text); }
  } catch (error) {
    if (!(error instanceof QuantityError)) { throw error; }
    throw new InvalidArgumentError(`It ${error.message}.`);
  }
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}
