import { readdirSync } from 'node:fs';
import { failed, fromExit } from './result.mjs';
import { inRoot } from './root.mjs';
import { runAll } from './run.mjs';
import { commandsOfTask } from './task.mjs';

export async function checkIntegSnapshots() {
  const apps = readdirSync(inRoot('integ')).filter((file) => /^integ\..*\.ts$/.test(file));
  // The runner is content with an empty folder.
  if (apps.length === 0) { return failed('integ/ has no integ.*.ts: there is nothing to verify.', 'no apps'); }
  return fromExit(await runAll(commandsOfTask('integ')), `${apps.length} apps`);
}
