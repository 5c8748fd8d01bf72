import { quote } from 'shell-quote';
import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { atLeastOne } from '../arguments/at-least-one.js';
import { optionalArgument } from '../arguments/optional-argument.js';
import { packageName } from '../arguments/package-name.js';

export const installPackages = defineTool({
  tool: 'install_packages',
  description: `Install Python packages with pip into the sandbox of this conversation, when an import fails. It needs a code
interpreter that may reach the package index; many common packages are there already.`,
  schema: z.object({
    packages: z.array(z.string())
      .describe("Names, each with at most one version specifier, for instance ['seaborn', 'scikit-learn==1.3.0']"),
    upgrade: optionalArgument(z.boolean(), false).describe('True to replace versions that are installed by newer ones'),
  }),
  invocation: ({ packages, upgrade = false }) => {
    const names = atLeastOne('packages', packages, "['seaborn']").map(packageName);
    const command = quote(['pip', 'install', ...(upgrade ? ['--upgrade'] : []), ...names]);
    return { name: 'executeCommand', arguments: { command } };
  },
});
