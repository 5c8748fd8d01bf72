import { homedir, tmpdir } from 'node:os';

/** Of the user. The folder for temporary files where the user has none, as in containers that run as a bare number. */
export function homeFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (environment.HOME) { return environment.HOME; }
  try {
    return homedir();
  } catch {
    return tmpdir();
  }
}
