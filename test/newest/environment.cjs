const { TestEnvironment } = require('jest-environment-node');

/** What is fine in a test: a stack without resources, and a parameter that is there to be a token. */
const FINE_IN_TESTS = ['F0001', 'W2001'];

/**
 * One validator for all test files of a process. aws-cdk-lib makes a new one, which takes two seconds, in each file
 * (jest loads every module anew there) and whenever a template has a new type of resource.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.CLOUDFORMATION_VALIDATE = sharedValidator();
  }
};

let shared;

function sharedValidator() {
  if (!shared) {
    const validator = require(require.resolve('@aws/cloudformation-validate', { paths: [require.resolve('aws-cdk-lib-newest/package.json')] }));
    const engines = new Map();
    shared = { ...validator, CompositeEngine: class { constructor(config) { return engineFor(config, validator, engines); } } };
  }
  return shared;
}

function engineFor(config, { CompositeEngine }, engines) {
  const key = JSON.stringify(config);
  if (!engines.has(key)) {
    const engine = new CompositeEngine(JSON.parse(key));
    engines.set(key, { validateTemplate: (template, options) => engine.validateTemplate(template, native(options)), free: () => undefined });
  }
  return engines.get(key);
}

/** The validator does not take the objects of a test, whose prototypes are not those of this side. */
function native(options) {
  const { exclude, ...others } = JSON.parse(JSON.stringify(options));
  return { ...others, exclude: { ...exclude, ids: [...(exclude?.ids ?? []), ...FINE_IN_TESTS] } };
}
