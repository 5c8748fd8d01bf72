type Environment = Readonly<Record<string, string | undefined>>;

export interface AgentVariablesOptions {
  /** Of the template. */
  readonly template: Readonly<Record<string, string>>;
  /** Of the caller. They come before those of the template. */
  readonly given: Readonly<Record<string, string>>;
  readonly shell: Environment;
  readonly port: number;
}

/** What an agent gets besides the variables of the shell, some of which would send its calls elsewhere than the caller says. */
export function agentVariables({ template, given, shell, port }: AgentVariablesOptions): Record<string, string> {
  return {
    ...template,
    // What Python prints has to come when it is printed.
    PYTHONUNBUFFERED: '1',
    // Else SDKs would call AWS itself where this is set, and a deployed agent has no such setting of a shell.
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    ...withoutProxy(shell),
    ...given,
    PORT: String(port),
  };
}

/** Loopback is not reached through a proxy. */
function withoutProxy(shell: Environment): Record<string, string> {
  if (!['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => shell[name])) { return {}; }
  const exceptions = [shell.no_proxy ?? shell.NO_PROXY, '127.0.0.1', 'localhost', '::1'].filter(Boolean).join(',');
  return { NO_PROXY: exceptions, no_proxy: exceptions };
}
