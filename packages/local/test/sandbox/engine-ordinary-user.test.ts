import { describeEngine } from './engine-suite.js';
import { becomeOrdinaryUser } from './ordinary-user.js';

becomeOrdinaryUser();
describeEngine('an ordinary user');
