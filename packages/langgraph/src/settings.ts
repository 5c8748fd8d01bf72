import { CodeInterpreterToolError } from './errors/code-interpreter-tool-error.js';
import { CodeInterpreterOptions } from './options.js';
import { toldSafely } from './told-safely.js';

/** The options, checked, and with their defaults. */
export interface Settings extends Pick<CodeInterpreterOptions, 'sessionName' | 'idleTimeoutSeconds' | 'certificates' | 'filesystemConfigurations'> {
  readonly codeInterpreterIdentifier: string;
  readonly sessionTimeoutSeconds: number;
  readonly maxOutputCharacters: number;
  readonly maxAttempts: number;
  readonly toolNamePrefix: string;
  readonly warn: (message: string) => void;
}

const MANAGED_INTERPRETER = 'aws.codeinterpreter.v1';

/** Bedrock takes tool names of 64 characters, of which the longest name here needs 23. */
const TOOL_NAME_PREFIX = /^[a-zA-Z][a-zA-Z0-9_-]{0,40}$/;

/** @throws CodeInterpreterToolError InvalidOptions */
export function settingsOf(options: CodeInterpreterOptions, environment: Readonly<Record<string, string | undefined>>): Settings {
  const {
    codeInterpreterIdentifier, sessionTimeoutSeconds = 900, sessionName, idleTimeoutSeconds, maxOutputCharacters = 50_000,
    maxAttempts = 5, certificates, filesystemConfigurations, toolNamePrefix = '', onWarning,
  } = options;
  if (options.client && options.region !== undefined) {
    throw invalid('region', options.region, 'left out beside client, which has a region of its own');
  }
  if (codeInterpreterIdentifier === '') {
    throw invalid('codeInterpreterIdentifier', '', `an id or ARN; leave it out for that in CUSTOM_INTERPRETER_ID, else ${MANAGED_INTERPRETER}`);
  }
  wholeNumber('sessionTimeoutSeconds', sessionTimeoutSeconds, 1, 28_800);
  if (sessionName !== undefined && (sessionName.length < 1 || sessionName.length > 100)) {
    throw invalid('sessionName', sessionName, '1 to 100 characters long; leave it out for a name that is made up');
  }
  if (idleTimeoutSeconds !== undefined && !(idleTimeoutSeconds > 0 && idleTimeoutSeconds <= 28_800)) {
    throw invalid('idleTimeoutSeconds', idleTimeoutSeconds, 'more than 0 and at most 28800; leave it out for no limit');
  }
  wholeNumber('maxOutputCharacters', maxOutputCharacters, 1_000, Number.MAX_SAFE_INTEGER);
  wholeNumber('maxAttempts', maxAttempts, 1, 100);
  if (toolNamePrefix !== '' && !TOOL_NAME_PREFIX.test(toolNamePrefix)) {
    throw invalid('toolNamePrefix', toolNamePrefix, 'a letter, then at most 40 letters, digits, _ or -, such as analyzer_');
  }
  return {
    codeInterpreterIdentifier: codeInterpreterIdentifier ?? (environment.CUSTOM_INTERPRETER_ID || MANAGED_INTERPRETER),
    sessionTimeoutSeconds,
    sessionName,
    idleTimeoutSeconds,
    maxOutputCharacters,
    maxAttempts,
    certificates,
    filesystemConfigurations,
    toolNamePrefix,
    warn: (message) => warn(onWarning, message),
  };
}

/** Whoever is warned cannot make a cleanup fail. */
function warn(onWarning: ((message: string) => void) | undefined, message: string): void {
  toldSafely(() => (onWarning ?? console.warn)(message), (reason) => console.warn(`onWarning failed (${reason}) at: ${message}`));
}

function wholeNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) { return; }
  throw invalid(name, value, most === Number.MAX_SAFE_INTEGER ? `a whole number, ${least} or more` : `a whole number from ${least} to ${most}`);
}

function invalid(name: string, got: string | number, allowed: string): CodeInterpreterToolError {
  return new CodeInterpreterToolError('InvalidOptions', `${name} must be ${allowed}, got: ${typeof got === 'string' ? JSON.stringify(got) : got}`);
}
