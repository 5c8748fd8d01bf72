import { describeEngine } from './engine-suite.js';

describeEngine(process.getuid?.() === 0 ? 'root' : 'an ordinary user');
