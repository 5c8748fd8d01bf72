import { describePrivileges } from './privileges-suite.js';

describePrivileges('root, or whoever runs these tests');
