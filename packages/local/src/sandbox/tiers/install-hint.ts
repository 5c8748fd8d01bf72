/** One line: what would give a machine a better tier. Undefined where nothing is to be installed. */
export function installHint(platform: NodeJS.Platform): string | undefined {
  switch (platform) {
    case 'linux': return 'apt-get install bubblewrap libseccomp2 (Debian, Ubuntu), or dnf install bubblewrap libseccomp (Fedora)';
    case 'darwin': return 'npm install @anthropic-ai/sandbox-runtime@0.0.78, and Python by agentcore-local setup';
    case 'win32': return 'wsl --install, and run the service in it';
    default: return undefined;
  }
}
