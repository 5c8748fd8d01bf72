import { describeKernelMemory } from './kernel-memory-suite.js';
import { attackAsOrdinaryUser } from './ordinary-user.js';

attackAsOrdinaryUser();
describeKernelMemory('an ordinary user');
