import { describe, expect, test } from 'vitest';
import { runPython } from './python-modules.js';

/** Which of ten descriptors above the standard three stay open, and two far up. */
const CLOSED = `
import resource
from agentcore_sandbox import descriptors
def refuse(*_): raise AssertionError('tries every number that there could be')
os.closerange = refuse
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
made = [*range(10, 20), 3000, 4000]
for number in made: os.dup2(0, number)
if not given['close_range']: descriptors._close_range = lambda first, last: False
descriptors.close_all_but(given['kept'])
def is_open(number):
    try: os.fstat(number)
    except OSError: return False
    return True
print(json.dumps([number for number in [0, 1, 2, *made] if is_open(number)]))`;

describe.each([true, false])('descriptors are closed, in a kernel that has close_range: %s', (hasCloseRange) => {
  test('but for the standard three', async () => {
    expect(await runPython(CLOSED, { close_range: hasCloseRange, kept: [] })).toEqual([0, 1, 2]);
  });

  test('but for those that are kept', async () => {
    expect(await runPython(CLOSED, { close_range: hasCloseRange, kept: [13, 3000, 10] })).toEqual([0, 1, 2, 10, 13, 3000]);
  });
});
