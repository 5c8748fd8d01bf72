import { describeIsolation } from './isolation-suite.js';
import { becomeOrdinaryUser } from './ordinary-user.js';

becomeOrdinaryUser();
describeIsolation('an ordinary user');
