/* Interpreters out of a configuration file. */
const { measure } = require('../measure.cjs');
const { fileOf } = require('./texts.cjs');

measure({
  load: () => {
    require('../../lib/config/config');
    return require('../../lib').AgentsFromConfig;
  },
  constructAll: (stack, count, AgentsFromConfig) => AgentsFromConfig.fromYaml(stack, 'Agents', fileOf(count)),
});
