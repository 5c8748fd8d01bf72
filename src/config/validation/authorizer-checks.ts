import { ProblemSink } from './problem-sink';
import { textAt } from './text-at';
import { Item } from '../block';
import { ConfigNode, ConfigPath, entryOf, valueOf } from '../node';

const LISTS = ['allowedAudience', 'allowedClients', 'allowedScopes', 'customClaims'];

/** What the parts of an authorizer have to do with each other. */
export function checkAuthorizer({ node, path }: Item, problems: ProblemSink): void {
  const entry = entryOf(node, 'authorizer');
  if (!entry) { return; }
  const place = [...path, 'authorizer'];
  const jwt = entryOf(entry.value, 'jwt');
  const type = (textAt(entry.value) ?? textAt(entry.value, 'type'))?.toUpperCase();
  if (type === 'CUSTOM_JWT' && !jwt) {
    problems.add(entry.keyAt, place, 'jwt is missing; CUSTOM_JWT takes authorizer: { type: CUSTOM_JWT, jwt: { discoveryUrl: …, allowedAudience: […] } }');
  } else if (jwt && (type === 'NONE' || type === 'AWS_IAM')) {
    problems.add(jwt.keyAt, place, `jwt is for CUSTOM_JWT, and the type is ${type}; write type: CUSTOM_JWT, or remove jwt`);
  }
  if (jwt?.value.kind === 'map' && !LISTS.some((key) => entryOf(jwt.value, key))) {
    problems.add(jwt.keyAt, [...place, 'jwt'], `one of ${LISTS.join(', ')} is missing; without them any token of the identity provider would do`);
  }
  const claims = valueOf(jwt?.value, 'customClaims');
  if (claims?.kind === 'list') { claims.items.forEach((claim, index) => checkClaim(claim, [...place, 'jwt', 'customClaims', index], problems)); }
}

/** What AWS's `RuntimeCustomClaim` takes. */
function checkClaim(claim: ConfigNode, path: ConfigPath, problems: ProblemSink): void {
  const match = valueOf(claim, 'authorizingClaimMatchValue');
  const type = textAt(claim, 'inboundTokenClaimValueType')?.toUpperCase();
  const operator = textAt(match, 'claimMatchOperator')?.toUpperCase();
  const value = entryOf(match, 'claimMatchValue');
  if (type === undefined || operator === undefined || value?.value.kind !== 'map') { return; }
  const add = (message: string): void => problems.add(value.keyAt, [...path, 'authorizingClaimMatchValue'], message);
  const [one, many] = ['matchValueString', 'matchValueStringList'].map((key) => entryOf(value.value, key));

  if ((type === 'STRING') !== (operator === 'EQUALS')) {
    add(`got ${operator} for a claim of type ${type}, allowed: ${type === 'STRING' ? 'EQUALS' : 'CONTAINS, CONTAINS_ANY'}; change the operator or the type`);
  } else if (one && many) {
    add('got matchValueString and matchValueStringList, expected one of them; remove one');
  } else if (operator === 'EQUALS' && !one) {
    add('matchValueString is missing; EQUALS compares with one text');
  } else if (!one && !many) {
    add(`${operator === 'CONTAINS' ? 'matchValueString' : 'matchValueStringList'} is missing; say what ${operator} looks for`);
  } else if (operator === 'CONTAINS' && many?.value.kind === 'list' && many.value.items.length !== 1) {
    add(`got ${many.value.items.length} texts for CONTAINS, which looks for one; write matchValueString, or CONTAINS_ANY`);
  }
}
