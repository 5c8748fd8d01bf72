import { ConfigPath, Position } from '../node';
import { Problems } from '../problem';

/** Where checks put the problems that they find. */
export type ProblemSink = Pick<Problems, 'add'>;

/** Problems but those of what is taken for another thing than its author meant, of which one problem is enough. */
export class ProblemsElsewhere implements ProblemSink {
  /** @param misnamed the keys below `agents` of such things */
  constructor(private readonly problems: ProblemSink, private readonly misnamed: ReadonlySet<string>) {}

  public add(at: Position, path: ConfigPath, message: string): void {
    if (path[0] !== 'agents' || !this.misnamed.has(String(path[1]))) { this.problems.add(at, path, message); }
  }
}
