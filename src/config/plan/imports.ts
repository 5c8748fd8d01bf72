import { PlanContext, define } from './context';
import { call, Expression, literal, Origin, THIS, type, TypeName, variable } from './expression';
import { ConfigNode } from '../node';

type Build = (needs: Set<string>) => Expression;

/** What the file names by an id or an ARN, imported once for all who use it. */
export class Imports {
  private readonly made = new Map<string, string>();

  constructor(private readonly context: PlanContext) {}

  public subnet(node: ConfigNode, needs: Set<string>, origin: Origin): Expression {
    return this.import('Subnet', type('ec2', 'Subnet'), 'fromSubnetId', this.textOf(node), needs, origin);
  }

  public securityGroup(node: ConfigNode, needs: Set<string>, origin: Origin): Expression {
    return this.import('SecurityGroup', type('ec2', 'SecurityGroup'), 'fromSecurityGroupId', this.textOf(node), needs, origin);
  }

  public bucket(node: ConfigNode, needs: Set<string>, origin: Origin): Expression {
    return this.import('Bucket', type('s3', 'Bucket'), 'fromBucketName', this.textOf(node), needs, origin);
  }

  /** AWS's own policies are the same in every partition. */
  public managedPolicy(node: ConfigNode, needs: Set<string>, origin: Origin): Expression {
    const awsManaged = node.kind === 'scalar' && /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(node.text);
    const policy = type('iam', 'ManagedPolicy');
    return awsManaged
      ? call(policy, 'fromAwsManagedPolicyName', literal(awsManaged[1]))
      : this.import('Policy', policy, 'fromManagedPolicyArn', this.textOf(node), needs, origin);
  }

  public role(arn: Build, needs: Set<string>, origin: Origin): Expression {
    return this.import('Role', type('iam', 'Role'), 'fromRoleArn', arn, needs, origin);
  }

  public codeInterpreter(id: ConfigNode, needs: Set<string>, origin: Origin): Expression {
    return this.import('CodeInterpreter', type('own', 'CodeInterpreter'), 'fromCodeInterpreterId', this.textOf(id), needs, origin);
  }

  private textOf(node: ConfigNode): Build {
    return (needs) => this.context.values.text(node, needs);
  }

  private import(noun: string, from: TypeName, method: string, build: Build, needs: Set<string>, origin: Origin): Expression {
    const own = new Set<string>();
    const id = build(own);
    const key = `${noun} ${JSON.stringify(id)}`;
    let name = this.made.get(key);
    if (name === undefined) {
      const { names, units } = this.context;
      const label = id.kind === 'literal' ? String(id.value).replace(/^.*[:/]/, '') : '';
      name = names.take(label.toLowerCase().startsWith(noun.toLowerCase()) ? label : `${noun} ${label}`, noun);
      this.made.set(key, name);
      const unit = units.add(name, origin);
      for (const need of own) { unit.needs.add(need); }
      define(unit, name, call(from, method, THIS, literal(`${name.charAt(0).toUpperCase()}${name.slice(1)}`), id));
    }
    needs.add(name);
    return variable(name);
  }
}
