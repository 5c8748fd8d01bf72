import { Tier } from '../sandbox/sandbox.js';

const ALL: Readonly<Record<Tier, true>> = { namespaces: true, bubblewrap: true, landlock: true, seatbelt: true, reduced: true, none: true };

/** From the best to the worst. */
export const TIER_NAMES: readonly string[] = Object.keys(ALL);
