/* The same interpreters, written in code. */
const { measure } = require('../measure.cjs');
const { interpreter } = require('./texts.cjs');

measure({
  load: () => [require('../../lib').CodeInterpreter, require('../../lib').CodeInterpreterNetwork, require('constructs').Construct],
  constructAll: (stack, count, [CodeInterpreter, CodeInterpreterNetwork, Construct]) => {
    const scope = new Construct(stack, 'Agents');
    for (let index = 0; index < count; index++) {
      const { name, description, team } = interpreter(index);
      new CodeInterpreter(scope, `I${name.slice(1)}CodeInterpreter`, { description, network: CodeInterpreterNetwork.sandbox(), tags: { Team: team } });
    }
  },
});
