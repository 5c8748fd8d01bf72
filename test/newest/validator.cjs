/** Stands where aws-cdk-lib loads its template validator: the one that environment.cjs shares. */
module.exports = globalThis.CLOUDFORMATION_VALIDATE;
