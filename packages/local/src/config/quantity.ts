/** A number with a unit cannot be understood. The message says what is allowed. */
export class QuantityError extends Error {
  public override readonly name = 'QuantityError';
}

/** What a quantity is counted in, and the units it may be written with. */
interface Scale {
  readonly units: Readonly<Record<string, number>>;
  readonly examples: string;
}

const BYTES: Scale = {
  units: { '': 1, 'b': 1, 'kb': 1e3, 'mb': 1e6, 'gb': 1e9, 'tb': 1e12, 'kib': 2 ** 10, 'mib': 2 ** 20, 'gib': 2 ** 30, 'tib': 2 ** 40 },
  examples: 'a number of bytes, or with a unit: 512MiB, 8GiB, 2GB (B, KB, MB, GB, TB count in thousands, KiB, MiB, GiB, TiB in 1024)',
};

const SECONDS: Scale = {
  units: { '': 1, 'ms': 0.001, 's': 1, 'm': 60, 'min': 60, 'h': 3600 },
  examples: 'a number of seconds, or with a unit: 500ms, 30s, 15m, 8h',
};

/** `8GiB` → 8589934592. @throws QuantityError */
export function parseBytes(text: string): number {
  const bytes = parse(text, BYTES);
  if (!Number.isSafeInteger(bytes)) { throw new QuantityError(`is not a whole number of bytes; allowed is ${BYTES.examples}`); }
  return bytes;
}

/** `15m` → 900. @throws QuantityError */
export function parseSeconds(text: string): number {
  return parse(text, SECONDS);
}

/** 8589934592 → `8 GiB`: in the largest unit that leaves a short number. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 0), units.length - 1);
  return `${Number((bytes / 2 ** (10 * power)).toFixed(1))} ${units[power]}`;
}

/** 900 → `15 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 3600) { return `${Number((seconds / 3600).toFixed(1))} h`; }
  return seconds >= 60 ? `${Number((seconds / 60).toFixed(1))} min` : `${seconds} s`;
}

function parse(text: string, { units, examples }: Scale): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?([a-zA-Z]*)$/.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (digits === undefined || factor === undefined) { throw new QuantityError(`is not understood; allowed is ${examples}`); }
  return unit.toLowerCase() === 'ms' ? Number(digits) / 1000 : Number(digits) * factor;
}
