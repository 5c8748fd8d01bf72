/* eslint-disable @typescript-eslint/no-require-imports -- not imported, so that an app pays only for what it uses */
import type * as agentSourceBinding from './agent-source-binding';
import type * as metrics from './metrics';
import type * as referencedCodeInterpreter from './referenced-code-interpreter';
import type * as vpcPlacement from './vpc-placement';
import type * as config from '../config/config';

export const onDemand = {
  get agentSourceBinding(): typeof agentSourceBinding { return require('./agent-source-binding'); },
  get config(): typeof config { return require('../config/config'); },
  get metrics(): typeof metrics { return require('./metrics'); },
  get referencedCodeInterpreter(): typeof referencedCodeInterpreter { return require('./referenced-code-interpreter'); },
  get vpcPlacement(): typeof vpcPlacement { return require('./vpc-placement'); },
};
