/* Results of the service as others recorded them in July 2025, in the notebooks of awslabs/amazon-bedrock-agentcore-samples. */

const DIAMETERS = 'Total diameter of all planets (excluding Earth): 380010 km\nDistance between Earth and Moon: 384400 km\n'
  + 'Do all planets fit between Earth and Moon? True\nSpace left: 4390 km';

export const PRINTED = {
  content: [{ type: 'text', text: DIAMETERS }],
  structuredContent: { stdout: DIAMETERS, stderr: '', exitCode: 0, executionTime: 0.01616668701171875 },
  isError: false,
};

const TRACEBACK = '---------------------------------------------------------------------------\n'
  + 'ModuleNotFoundError                       Traceback (most recent call last)\nCell In[4], line 4\n      2 import numpy as np\n'
  + '      3 import matplotlib.pyplot as plt\n----> 4 import seaborn as sns\n      6 # Create a sample dataset\n'
  + "      7 np.random.seed(42)\n\nModuleNotFoundError: No module named 'seaborn'";

export const RAISED = {
  content: [{ type: 'text', text: TRACEBACK }],
  structuredContent: { stdout: '', stderr: TRACEBACK, exitCode: 1, executionTime: 0.2074732780456543 },
  isError: true,
};

export const WROTE = { content: [{ type: 'text', text: 'Successfully wrote all 2 files' }], isError: false };

export const LISTED = {
  content: [
    { type: 'resource_link', uri: 'file:///log', name: 'log', description: 'Directory' },
    { type: 'resource_link', mimeType: 'text/csv', uri: 'file:///data.csv', name: 'data.csv', description: 'File' },
    { type: 'resource_link', mimeType: 'text/x-python', uri: 'file:///stats.py', name: 'stats.py', description: 'File' },
    { type: 'resource_link', uri: 'file:///.ipython', name: '.ipython', description: 'Directory' },
  ],
  isError: false,
};
