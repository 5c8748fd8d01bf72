import { BedrockAgentCoreClient, StartCodeInterpreterSessionRequest } from '@aws-sdk/client-bedrock-agentcore';

/** All may be left out. */
export interface CodeInterpreterOptions {
  /** Left out: as the AWS SDK finds it, from AWS_REGION or the profile. Not together with `client`, which has its own. */
  region?: string;
  /** Id or ARN of the code interpreter. Left out: the variable CUSTOM_INTERPRETER_ID, else aws.codeinterpreter.v1. */
  codeInterpreterIdentifier?: string;
  /**
   * Stays yours: it is never destroyed; the SDK lets it have 50 calls at once. Left out: one is made, which finds region,
   * credentials and endpoint (AWS_ENDPOINT_URL_BEDROCK_AGENTCORE) as the AWS SDK does; `cleanup()` of all threads destroys it.
   */
  client?: BedrockAgentCoreClient;
  /**
   * How long a session lasts, from its start and whatever it does: 1 to 28,800. Left out: 900.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_StartCodeInterpreterSession.html
   */
  sessionTimeoutSeconds?: number;
  /** Of all sessions, 1 to 100 characters. Left out: each is called `code-session-` and 8 hexadecimal digits. */
  sessionName?: string;
  /**
   * A session that has no call for so long is stopped, also while a command that `start_command_execution` started
   * runs in it. Left out: it lasts until its timeout or a cleanup.
   */
  idleTimeoutSeconds?: number;
  /** Most characters of text that one result gives to the model; at least 1,000. Left out: 50,000. */
  maxOutputCharacters?: number;
  /** How often a throttled call is sent, the first time included; 1 to 100. Left out: 5. */
  maxAttempts?: number;
  /** Certificates that sessions trust, as StartCodeInterpreterSession takes them. Left out: those of the interpreter. */
  certificates?: StartCodeInterpreterSessionRequest['certificates'];
  /** File systems that sessions mount, as StartCodeInterpreterSession takes them. Left out: those of the interpreter. */
  filesystemConfigurations?: StartCodeInterpreterSessionRequest['filesystemConfigurations'];
  /** Put before all tool names, so that the tools of two interpreters fit into one agent. Left out: nothing. */
  toolNamePrefix?: string;
  /** Told what the program should know but a call does not fail of, a line each. Left out: console.warn. */
  onWarning?: (message: string) => void;
}
