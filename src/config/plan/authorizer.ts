import { call, Expression, list, member, NOTHING, type } from './expression';
import { Values } from './values';
import { ConfigNode, ListNode, valueOf } from '../node';

/** Who may invoke an agent; left out where IAM says so, which is the default. */
export function authorizer(values: Values, node: ConfigNode, needs: Set<string>): Expression | undefined {
  const jwt = valueOf(node, 'authorizer', 'jwt');
  if (!jwt) { return undefined; }
  const texts = (key: string): Expression => {
    const value = valueOf(jwt, key);
    return value ? values.texts(value, needs) : NOTHING;
  };
  const claims = valueOf(jwt, 'customClaims') as ListNode | undefined;
  return call(type('agentcore', 'RuntimeAuthorizerConfiguration'), 'usingJWT',
    values.text(valueOf(jwt, 'discoveryUrl')!, needs),
    texts('allowedClients'), texts('allowedAudience'), texts('allowedScopes'),
    claims ? list(claims.items.map((claim) => customClaim(values, claim, needs))) : NOTHING);
}

function customClaim(values: Values, claim: ConfigNode, needs: Set<string>): Expression {
  const custom = type('agentcore', 'RuntimeCustomClaim');
  const name = values.text(valueOf(claim, 'inboundTokenClaimName')!, needs);
  const match = valueOf(claim, 'authorizingClaimMatchValue')!;
  const one = valueOf(match, 'claimMatchValue', 'matchValueString');
  const many = valueOf(match, 'claimMatchValue', 'matchValueStringList');
  const ofArray = (valueOf(claim, 'inboundTokenClaimValueType') as { text: string }).text.toUpperCase() === 'STRING_ARRAY';
  if (!ofArray) { return call(custom, 'withStringValue', name, values.text(one!, needs)); }
  const operator = (valueOf(match, 'claimMatchOperator') as { text: string }).text.toUpperCase();
  return call(custom, 'withStringArrayValue', name,
    many ? values.texts(many, needs) : list([values.text(one!, needs)]),
    ...(operator === 'CONTAINS' ? [] : [member('agentcore', 'CustomClaimOperator', operator)]));
}
