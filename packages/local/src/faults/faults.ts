import { checkFault } from './check-fault.js';
import { Fault } from './fault.js';
import { interpreterIdOf } from '../state/identity.js';

/** A fault that was added. */
export interface ActiveFault {
  readonly fault: Fault;
  /** How often it has happened. */
  readonly hits: number;
  remove(): void;
}

/** What a fault may be chosen by. */
export interface FaultTarget {
  readonly operation: string;
  readonly tool?: string;
  readonly codeInterpreterId?: string;
}

/** The failures on purpose that are under way. */
export class Faults {
  private readonly active = new Set<Injected>();

  public constructor(initial: readonly Fault[] = [], private readonly random: () => number = Math.random) {
    for (const fault of initial) { this.add(fault); }
  }

  public get all(): readonly ActiveFault[] {
    return [...this.active];
  }

  /** @throws FaultError */
  public add(fault: Fault): ActiveFault {
    const injected = new Injected(checkFault(fault), this.random, () => this.active.delete(injected));
    this.active.add(injected);
    return injected;
  }

  public clear(): void {
    this.active.clear();
  }

  /** The first of those added that happens to this call. */
  public strike(target: FaultTarget): Fault | undefined {
    for (const injected of this.active) {
      if (injected.strikes(target)) { return injected.fault; }
    }
    return undefined;
  }
}

/** Whether a fault is for a call at all. */
export function isFor({ operation, tool, codeInterpreterId }: Fault, target: FaultTarget): boolean {
  return (operation === undefined || operation === target.operation)
    && (tool === undefined || tool === target.tool)
    && (codeInterpreterId === undefined
      || (target.codeInterpreterId !== undefined && interpreterIdOf(codeInterpreterId) === interpreterIdOf(target.codeInterpreterId)));
}

class Injected implements ActiveFault {
  public hits = 0;
  private seen = 0;

  public constructor(public readonly fault: Fault, private readonly random: () => number, public readonly remove: () => void) {}

  public strikes(target: FaultTarget): boolean {
    const { after = 0, times = Infinity, probability = 1 } = this.fault;
    if (this.hits >= times || !isFor(this.fault, target)) { return false; }
    this.seen += 1;
    if (this.seen <= after || this.random() >= probability) { return false; }
    this.hits += 1;
    return true;
  }
}
