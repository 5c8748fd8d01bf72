/* This library's L2. */
const { measure } = require('../measure.cjs');

measure({
  load: () => [require('../../lib').CodeInterpreter],
  construct: (stack, index, _cdk, [CodeInterpreter]) => new CodeInterpreter(stack, `Interpreter${index}`),
});
