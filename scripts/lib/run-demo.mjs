import { demoTestFiles } from './demo-tests.mjs';
import { run } from './run.mjs';
import { tool } from './task.mjs';

/** Runs what tests the demo, then the demo itself, and counts the tests of the one and the checks of the other. */
export async function runDemo() {
  const results = [
    counted(await run(tool(process.execPath, ['--test', '--test-reporter=tap', ...demoTestFiles()])), /^# pass (\d+)$/m, /^# fail (\d+)$/m),
    counted(await run(tool(process.execPath, ['scripts/demo.mjs'])), /: (\d+) checks hold, \d+ failed$/m, /checks hold, (\d+) failed$/m),
  ];
  return {
    passed: results[0].passed + results[1].passed,
    failed: results[0].failed + results[1].failed,
    note: `${results[0].passed} tests, ${results[1].passed} checks`,
    output: results.filter(({ failed }) => failed > 0).map(({ output }) => output).join('\n\n'),
  };
}

/** What ends badly, or says nothing, has failed once at least. */
function counted({ code, output }, passedIn, failedIn) {
  const passed = Number(passedIn.exec(output)?.[1] ?? 0);
  const failed = Number(failedIn.exec(output)?.[1] ?? 0);
  return { passed, failed: code === 0 && passed > 0 ? failed : Math.max(failed, 1), output };
}
