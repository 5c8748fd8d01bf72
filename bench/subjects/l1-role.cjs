/* The L1 of aws-cdk-lib with an iam.Role. */
const { generatedName, PRINCIPAL, trustConditions } = require('../by-hand.cjs');
const { measure } = require('../measure.cjs');

measure({
  construct: (stack, index, cdk) => {
    const name = generatedName(stack, index, cdk);
    const role = new cdk.iam.Role(stack, `Role${index}`, {
      assumedBy: new cdk.iam.ServicePrincipal(PRINCIPAL, { conditions: trustConditions(stack, name) }),
    });
    new cdk.agentcore.CfnCodeInterpreterCustom(stack, `Interpreter${index}`, {
      name,
      executionRoleArn: role.roleArn,
      networkConfiguration: { networkMode: 'SANDBOX' },
    });
  },
});
