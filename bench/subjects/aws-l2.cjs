/* The L2 of aws-cdk-lib. */
const { measure } = require('../measure.cjs');

measure({
  load: ({ agentcore }) => [agentcore.CodeInterpreterCustom, agentcore.CodeInterpreterNetworkConfiguration],
  construct: (stack, index, _cdk, [CodeInterpreterCustom, CodeInterpreterNetworkConfiguration]) => {
    new CodeInterpreterCustom(stack, `Interpreter${index}`, {
      networkConfiguration: CodeInterpreterNetworkConfiguration.usingSandboxNetwork(),
    });
  },
});
