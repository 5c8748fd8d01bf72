import { App } from 'aws-cdk-lib/core';

/** An app whose snapshot says nothing of the machine it was made on: stack traces name folders. */
export function integApp(): App {
  return new App({
    stackTraces: false,
    postCliContext: { 'aws:cdk:disable-creation-stack-traces': true },
  });
}
