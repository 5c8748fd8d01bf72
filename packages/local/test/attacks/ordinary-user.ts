import { limitThisProcess } from './outer-limits.js';
import { becomeOrdinaryUser } from '../sandbox/ordinary-user.js';

/** For good, within the outer limits: those of its own sessions it cannot set by control groups then. */
export function attackAsOrdinaryUser(): void {
  if (process.getuid?.() !== 0) { return; }
  limitThisProcess();
  becomeOrdinaryUser();
}
