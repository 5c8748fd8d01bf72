import { describeExhaustion } from './exhaustion-suite.js';

describeExhaustion('root, or whoever runs these tests');
