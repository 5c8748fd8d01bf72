import { Expression } from './expression';
import { Position, ConfigPath } from '../node';
import { Problems } from '../problem';
import { didYouMean, listed } from '../validation/words';

/** What a logical id stands for. */
export interface Target {
  /** The unit that makes it; left out for what is there before all units. */
  readonly unit?: string;
  /** What it is, for messages. */
  readonly what: string;
  readonly ref: Expression;
  /** Whether a reference to it is a list, as to a parameter of some types. */
  readonly isList?: boolean;
  /** An attribute of it; undefined for one that it does not have. */
  readonly attribute: (name: string) => Expression | undefined;
  /** The attributes that can be told; left out where it may have any. */
  readonly attributeNames?: readonly string[];
  /** For a role that can be handed over as it is. */
  readonly role?: Expression;
  /** For a role of `resources:` with a path, which its attribute hides from who wants to know the name. */
  readonly roleArn?: Expression;
}

/** Who made what is not in the file, by how the framework names it. */
const MADE_ELSEWHERE: ReadonlyArray<readonly [RegExp, string]> = [
  [/LambdaFunction$|LambdaVersion/, 'it is made by functions:, which is not built here; define the function with aws-cdk-lib and pass constructs: { %: fn }'],
  [/Memory$/, 'memory is not built here; define it with Memory of aws-cdk-lib/aws-bedrockagentcore and pass memories:, by its name in the file'],
  [/^AgentCoreGateway/, 'gateways are not built here; define one with Gateway of aws-cdk-lib/aws-bedrockagentcore and pass gateways:, by its name in the file'],
];

/** The logical ids that a file can refer to. */
export class References {
  private readonly targets = new Map<string, Target>();
  /** Made once: a file may have thousands of wrong references among thousands of names. */
  private names?: string[];

  constructor(private readonly problems: Problems) {}

  public declare(logicalId: string, target: Target, at: Position, path: ConfigPath): void {
    const other = this.targets.get(logicalId);
    if (other) {
      this.problems.add(at, path, `${target.what} has the logical id ${logicalId}, which ${other.what} has already; rename one of them`);
      return;
    }
    this.targets.set(logicalId, target);
    this.names = undefined;
  }

  public find(logicalId: string): Target | undefined {
    return this.targets.get(logicalId);
  }

  /** Adds a problem where the file refers to what is not there. */
  public check(logicalId: string, attribute: string | undefined, at: Position, path: ConfigPath): void {
    const target = this.targets.get(logicalId);
    if (!target) {
      this.problems.add(at, path, this.missing(logicalId));
    } else if (attribute !== undefined && !target.attribute(attribute)) {
      this.problems.add(at, path, `${logicalId} (${target.what}) has no attribute "${attribute}"${hint(attribute, target.attributeNames ?? [])}`);
    }
  }

  private missing(logicalId: string): string {
    const elsewhere = MADE_ELSEWHERE.find(([pattern]) => pattern.test(logicalId));
    const advice = elsewhere
      ? `; ${elsewhere[1].replace('%', logicalId)}`
      : `${hint(logicalId, this.names ??= [...this.targets.keys()])}; or pass a construct for it: constructs: { ${logicalId}: … }`;
    return `nothing has the logical id "${logicalId}"${advice}`;
  }
}

function hint(text: string, known: readonly string[]): string {
  return known.length === 0 ? '' : `, allowed: ${listed(known)}${didYouMean(text, known, (word) => `"${word}"`)}`;
}
