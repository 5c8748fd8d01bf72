/** Every App takes this as its context: what AWS's template validator finds makes the synthesis fail, warnings too. */
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
});
