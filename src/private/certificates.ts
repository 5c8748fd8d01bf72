import type { ICodeInterpreterCustomRef } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

const CERTIFICATES = new WeakMap<ICodeInterpreterCustomRef, secretsmanager.ISecret[]>();

/** Remembers the secrets that whoever uses `codeInterpreter` must be able to read. */
export function rememberCertificates(codeInterpreter: ICodeInterpreterCustomRef, secrets: secretsmanager.ISecret[] | undefined): void {
  if (secrets) { CERTIFICATES.set(codeInterpreter, secrets); }
}

export function certificatesOf(codeInterpreter: ICodeInterpreterCustomRef): secretsmanager.ISecret[] {
  return CERTIFICATES.get(codeInterpreter) ?? [];
}
