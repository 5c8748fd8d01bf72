const ORDINARY = 1001;

/** For good: each test file has a process of its own. Who is not root is one already. */
export function becomeOrdinaryUser(): void {
  if (process.getuid?.() !== 0) { return; }
  process.setgroups?.([]);
  process.setgid?.(ORDINARY);
  process.setuid?.(ORDINARY);
}
