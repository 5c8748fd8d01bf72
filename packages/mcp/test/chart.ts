/** Draws a bar chart with pyplot and saves it. */
export const CHART_CODE = `
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
plt.bar(['A', 'B'], [3, 5])
plt.savefig('chart.png')
`;

/** What every PNG starts with. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
