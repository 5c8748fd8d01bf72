import fc from 'fast-check';

/** The same in every run, so that what fails can be looked into. FUZZ_SEED names another. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_101);
/** For each property. FUZZ_SECONDS names more for a longer look. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 2);
/** What takes longer hangs. */
export const HANG_MS = 15_000;
const FEWEST_RUNS = 10;
const LONGEST_REPORT = 4000;

/** Tries as much as there is time for. */
export async function fuzz<Values extends [unknown, ...unknown[]]>(
  name: string, arbitraries: { readonly [index in keyof Values]: fc.Arbitrary<Values[index]> }, check: (...values: Values) => Promise<void>,
): Promise<void> {
  let latest = Promise.resolve();
  const property = fc.asyncProperty<Values>(...arbitraries as never, async (...values: Values) => {
    latest = check(...values);
    return latest;
  });
  const details = await fc.check(property, {
    seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false, timeout: HANG_MS,
  });
  // When time is over, the run under way is left alone, which may be the one that hangs.
  if (!details.failed) { await latest; }
  process.stdout.write(`${name}: ${details.numRuns} runs with FUZZ_SEED=${SEED}\n`);
  if (details.failed) {
    throw new Error(String(await fc.asyncDefaultReportMessage(details)).slice(0, LONGEST_REPORT), { cause: details.errorInstance });
  }
  if (details.numRuns < FEWEST_RUNS) { throw new Error(`only ${details.numRuns} runs in ${SECONDS} s: nothing is shown by that`); }
}
