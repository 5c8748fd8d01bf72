import { PlanContext } from './context';
import { call, Expression, list, literal, Origin, struct, THIS, type } from './expression';
import { ConfigNode, ListNode, valueOf } from '../node';

/** The network mode that is written, in capitals. */
export function networkModeOf(item: ConfigNode): string | undefined {
  const mode = valueOf(item, 'network', 'mode');
  return mode?.kind === 'scalar' ? mode.text.toUpperCase() : undefined;
}

/** The network of a code interpreter; left out where it is the default. */
export function codeInterpreterNetwork(context: PlanContext, item: ConfigNode, needs: Set<string>, origin: Origin): Expression | undefined {
  const network = type('own', 'CodeInterpreterNetwork');
  switch (networkModeOf(item)) {
    case 'PUBLIC': return call(network, 'publicInternet');
    case 'VPC': return call(network, 'vpc', vpcOptions(context, item, needs, origin));
    default: return undefined;
  }
}

export function agentNetwork(context: PlanContext, item: ConfigNode, needs: Set<string>, origin: Origin): Expression | undefined {
  return networkModeOf(item) === 'VPC' ? call(type('own', 'AgentNetwork'), 'vpc', vpcOptions(context, item, needs, origin)) : undefined;
}

/** AWS's browser takes subnets of a VPC only; the file names none, and nothing reads its id. */
export function browserNetwork(context: PlanContext, item: ConfigNode, needs: Set<string>, origin: Origin): Expression | undefined {
  if (networkModeOf(item) !== 'VPC') { return undefined; }
  const vpc = call(type('ec2', 'Vpc'), 'fromVpcAttributes', THIS, literal(`${String(origin.path[origin.path.length - 1])}Vpc`),
    struct('ec2', 'VpcAttributes', { vpcId: literal('vpc-of-the-subnets'), availabilityZones: list([literal('unknown')]) }));
  return call(type('agentcore', 'BrowserNetworkConfiguration'), 'usingVpc', THIS,
    struct('agentcore', 'VpcConfigProps', { vpc, ...placement(context, item, needs, origin) }));
}

function vpcOptions(context: PlanContext, item: ConfigNode, needs: Set<string>, origin: Origin): Expression {
  return struct('own', 'AgentCoreVpcOptions', placement(context, item, needs, origin));
}

function placement(context: PlanContext, item: ConfigNode, needs: Set<string>, origin: Origin): Record<string, Expression> {
  const items = (key: string): readonly ConfigNode[] => (valueOf(item, 'network', key) as ListNode).items;
  context.needsNoRouteTables(origin);
  return {
    vpcSubnets: struct('ec2', 'SubnetSelection', {
      subnets: list(items('subnets').map((subnet) => context.imports.subnet(subnet, needs, origin))),
    }),
    securityGroups: list(items('securityGroups').map((group) => context.imports.securityGroup(group, needs, origin))),
  };
}

