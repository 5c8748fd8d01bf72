import { attackAsOrdinaryUser } from './ordinary-user.js';
import { describePrivileges } from './privileges-suite.js';

attackAsOrdinaryUser();
describePrivileges('an ordinary user');
