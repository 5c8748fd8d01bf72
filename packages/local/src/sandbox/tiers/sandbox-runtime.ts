/** The part of `@anthropic-ai/sandbox-runtime` that is used here: its types come with it, and it is not there on most machines. */
export interface SandboxRuntimeModule {
  readonly SandboxManager: {
    isSupportedPlatform(): boolean;
    initialize(config: SandboxRuntimeConfig): Promise<void>;
    wrapWithSandboxArgv(
      command: string, shell: string, config: Partial<SandboxRuntimeConfig>,
    ): Promise<{ readonly argv: string[] }>;
    reset(): Promise<void>;
  };
}

export interface SandboxRuntimeConfig {
  readonly network: { readonly allowedDomains: readonly string[]; readonly deniedDomains: readonly string[] };
  readonly filesystem: {
    readonly denyRead: readonly string[];
    /** Wins over `denyRead`. */
    readonly allowRead: readonly string[];
    readonly allowWrite: readonly string[];
    /** Wins over `allowWrite`. */
    readonly denyWrite: readonly string[];
  };
}

const PACKAGE = '@anthropic-ai/sandbox-runtime';
/** The newest for the oldest Node that the service runs on. */
const INSTALL = `npm install ${PACKAGE}@0.0.78`;

/** @throws Error that says how to install it */
export async function loadSandboxRuntime(load: (name: string) => Promise<unknown> = (name) => import(name)): Promise<SandboxRuntimeModule> {
  try {
    return await load(PACKAGE) as SandboxRuntimeModule;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw new Error(missing ? `${PACKAGE} is not installed; \`${INSTALL}\`` : `${PACKAGE} does not load: ${(error as Error).message}`);
  }
}
