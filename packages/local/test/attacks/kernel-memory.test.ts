import { describeKernelMemory } from './kernel-memory-suite.js';

describeKernelMemory('root, or whoever runs these tests');
