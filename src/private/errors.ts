import { IConstruct } from 'constructs';

/**
 * The error for props that cannot deploy.
 *
 * aws-cdk-lib's own ValidationError is internal and has changed its constructor three times within v2, so it is
 * out of reach for a library with a caret range. The text carries the code and the construct path, because text is
 * all that a Python, Java, C# or Go user gets.
 */
class ConfigurationError extends Error {
  public readonly name = 'ConfigurationError';

  constructor(public readonly code: string, public readonly constructPath: string | undefined, message: string) {
    super(`${code}: ${message}${constructPath ? ` [at ${constructPath}]` : ''}`);
  }
}

/**
 * Builds the error for `scope`, or for a value that has no construct yet.
 *
 * @param code stable, PascalCase
 * @param message what is wrong, what was received, what is allowed, what to do
 */
export function configurationError(scope: IConstruct | undefined, code: string, message: string): Error {
  return new ConfigurationError(code, scope?.node.path, message);
}

/** A received value as it is shown in a message, cut where it would drown the message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 100)}… (${text.length} characters)` : text;
}
