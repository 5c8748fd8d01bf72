/* The L1 of aws-cdk-lib with the L1 of the role. */
const { generatedName, PRINCIPAL, trustConditions } = require('../by-hand.cjs');
const { measure } = require('../measure.cjs');

measure({
  construct: (stack, index, cdk) => {
    const name = generatedName(stack, index, cdk);
    const role = new cdk.iam.CfnRole(stack, `Role${index}`, {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: PRINCIPAL },
          Action: 'sts:AssumeRole',
          Condition: trustConditions(stack, name),
        }],
      },
    });
    new cdk.agentcore.CfnCodeInterpreterCustom(stack, `Interpreter${index}`, {
      name,
      executionRoleArn: role.attrArn,
      networkConfiguration: { networkMode: 'SANDBOX' },
    });
  },
});
