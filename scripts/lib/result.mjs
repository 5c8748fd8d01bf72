/*
 * What a step of the tests ends with: how many checks passed and failed, a remark for the summary, and the output
 * to show when something failed. `skipped` is a reason.
 */
export function passed(note = '') {
  return { passed: 1, failed: 0, note, output: '' };
}

export function failed(output, note = '') {
  return { passed: 0, failed: 1, note, output };
}

export function skipped(reason) {
  return { passed: 0, failed: 0, note: reason, output: '', skipped: true };
}

export function fromExit({ code, output }, note = '') {
  return code === 0 ? passed(note) : failed(output, `exit code ${code}`);
}
