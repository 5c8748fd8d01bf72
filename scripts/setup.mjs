/* Makes the plain npm commands work in a fresh clone: installs and compiles what is missing. Runs before each of them. */
const OLDEST_NODE = 20;

const major = Number(process.versions.node.split('.')[0]);
if (major < OLDEST_NODE) {
  console.error(`setup: Node ${OLDEST_NODE} or newer is needed, this is ${process.version}: install it from https://nodejs.org`);
  process.exit(1);
}

try {
  const { isInstalled, install } = await import('./lib/install.mjs');
  if (!isInstalled()) { install(); }
  const { linkSelf } = await import('./lib/self-link.mjs');
  linkSelf();

  const { compile, isCompiled, LIBRARY, LOCAL_SERVICE, TOOLKIT, UNITS } = await import('./lib/compile.mjs');
  // The tests compile by themselves, as their first step.
  // The developer loop runs examples, which use all three.
  const examples = [LIBRARY, LOCAL_SERVICE, TOOLKIT];
  const neededBy = { predemo: examples, prebench: UNITS, prelocal: examples };
  const needed = neededBy[process.env.npm_lifecycle_event] ?? [];
  for (const unit of needed) {
    if (!isCompiled(unit)) { compile(unit); }
  }
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exit(1);
}
