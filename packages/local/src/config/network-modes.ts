import { NetworkMode } from '../sandbox/sandbox.js';

const ALL: Readonly<Record<NetworkMode, true>> = { SANDBOX: true, PUBLIC: true, VPC: true };

/** From the most closed to the most open. */
export const NETWORK_MODES: readonly string[] = Object.keys(ALL);
