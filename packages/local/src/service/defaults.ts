export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_ACCOUNT_ID = '123456789012';
export const DEFAULT_POOL = 4;

/** What an SDK of the same environment would use. */
export function regionOf(given: string | undefined, environment: Readonly<Record<string, string | undefined>>): string {
  return given ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'us-east-1');
}
