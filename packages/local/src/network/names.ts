/** Top-level names that are never the internet's (RFC 6761, RFC 8375, ICANN's `internal` and what offices use). */
const LOCAL_SUFFIXES = [
  'localhost', 'local', 'localdomain', 'internal', 'lan', 'intranet', 'corp', 'home', 'private', 'svc', 'home.arpa',
];
const METADATA_NAMES = ['metadata.google.internal', 'metadata.goog', 'instance-data.ec2.internal'];

/**
 * Why a name is refused before it is resolved: the end of "It is …". Behind another proxy this and literal addresses are all
 * that can be checked; elsewhere the addresses are checked too.
 */
export function whyNotPublicName(name: string): string | undefined {
  if (METADATA_NAMES.some((metadata) => isOrIsBelow(name, metadata))) return 'a name of a metadata service';
  if (!name.includes('.')) return 'a name without a dot, which only local networks have';
  const suffix = LOCAL_SUFFIXES.find((local) => isOrIsBelow(name, local));
  return suffix === undefined ? undefined : `a local name (${suffix})`;
}

/** Below in the tree of names: `a.b` is below `b`. */
export function isOrIsBelow(name: string, parent: string): boolean {
  return name === parent || name.endsWith(`.${parent}`);
}
