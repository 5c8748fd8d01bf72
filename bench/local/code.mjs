/* What the subjects run. */
export const ONE = '1+1';
/** Loads all three, and uses the slowest. */
export const PANDAS = 'import numpy as np, pandas as pd, matplotlib.pyplot as plt\nint(pd.DataFrame({"a": np.arange(3)}).a.sum())';
export const IMPORT_PANDAS = 'import numpy as np, pandas as pd, matplotlib.pyplot as plt';

export const python = (code) => ({ code, language: 'python' });

/** A language and what runs it, with a first and any later cell. */
export const SCRIPTS = ['nodejs', 'deno'].flatMap((runtime) => [
  { runtime, language: 'javascript', code: '1 + 1' },
  { runtime, language: 'typescript', code: 'const sum: number = 1 + 1; sum' },
]);
