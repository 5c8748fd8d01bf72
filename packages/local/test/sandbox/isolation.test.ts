import { describeIsolation } from './isolation-suite.js';

describeIsolation(process.getuid?.() === 0 ? 'root' : 'an ordinary user');
