import { Origin, Statement } from './expression';

/** Statements that belong together, and what has to be there before them. */
export interface Unit {
  /** What other units need it by. */
  readonly key: string;
  readonly origin: Origin;
  readonly needs: Set<string>;
  readonly statements: Statement[];
}

/** The units of a plan. */
export class Units {
  private readonly all = new Map<string, Unit>();

  public add(key: string, origin: Origin): Unit {
    const unit: Unit = { key, origin, needs: new Set(), statements: [] };
    this.all.set(key, unit);
    return unit;
  }

  /**
   * In the order in which they were added, but what is needed goes first.
   *
   * @param onCycle is told of each circle of units, from one to itself
   */
  public inOrder(onCycle: (circle: Unit[]) => void): Unit[] {
    const sorted = new Set<Unit>();
    for (const unit of this.all.values()) { this.visit(unit, sorted, onCycle); }
    return [...sorted];
  }

  /** Without recursion, which a long chain of units would exhaust. */
  private visit(start: Unit, sorted: Set<Unit>, onCycle: (circle: Unit[]) => void): void {
    const open = new Map<Unit, Iterator<string>>([[start, start.needs.values()]]);
    const stack = [start];
    while (stack.length > 0) {
      const unit = stack[stack.length - 1];
      const next = open.get(unit)!.next();
      const needed = next.done ? undefined : this.all.get(next.value);
      if (next.done) {
        stack.pop();
        open.delete(unit);
        sorted.add(unit);
      } else if (needed && open.has(needed)) {
        onCycle(stack.slice(stack.indexOf(needed)));
      } else if (needed && !sorted.has(needed)) {
        open.set(needed, needed.needs.values());
        stack.push(needed);
      }
    }
  }
}
