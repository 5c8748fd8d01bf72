import { EngineSetup } from '../setup.js';

/** What a tier is made with; only the reduced tier does without Python. */
export type TierSetup = Omit<EngineSetup, 'python'> & Partial<Pick<EngineSetup, 'python'>>;
