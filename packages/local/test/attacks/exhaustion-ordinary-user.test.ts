import { describeExhaustion } from './exhaustion-suite.js';
import { attackAsOrdinaryUser } from './ordinary-user.js';

attackAsOrdinaryUser();
describeExhaustion('an ordinary user');
