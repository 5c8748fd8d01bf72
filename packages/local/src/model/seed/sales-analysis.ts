import { failureText, runCode } from './code-conversation.js';
import { ExampleConversation, Move, Turn } from '../conversation.js';
import { callOf } from '../tool-choice.js';
import { toolOutput } from '../tool-output.js';

/** The records, as CSV, in the session's working directory. */
export const SALES_FILE = 'sales.csv';
/** The bar chart, beside it. */
export const CHART_FILE = 'revenue_by_product.png';

const RECORDS = 100;

const CODE = `\
import random
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
import pandas as pd

source = random.Random(7)
prices = {'Laptop': 1200, 'Monitor': 340, 'Keyboard': 75, 'Headset': 110, 'Dock': 190}
days = pd.date_range('2025-01-01', '2025-12-31')
records = []
for _ in range(${RECORDS}):
    product = source.choice(list(prices))
    records.append({
        'date': source.choice(days).date().isoformat(),
        'product': product,
        'quantity': source.randint(1, 10),
        'price': round(prices[product] * source.uniform(0.9, 1.1), 2),
    })
sales = pd.DataFrame(records).sort_values('date', ignore_index=True)
sales.to_csv('${SALES_FILE}', index=False)

sales['revenue'] = sales['quantity'] * sales['price']
revenue = sales.groupby('product')['revenue'].sum().sort_values(ascending=False)

figure, axes = plt.subplots(figsize=(8, 4.5))
revenue.plot.bar(ax=axes, color='#2a6f97', rot=0)
axes.set_title('Revenue by product')
axes.set_xlabel('')
axes.set_ylabel('Revenue')
axes.yaxis.set_major_formatter('{x:,.0f}')
figure.tight_layout()
figure.savefig('${CHART_FILE}', dpi=120)
plt.close(figure)

print(f'{len(sales)} records')
for product, amount in revenue.items():
    print(f'{product}: {amount:.2f}')
`;

export const SALES_ANALYSIS: ExampleConversation = {
  name: 'sales analysis',
  prompt: /^(?=[^]*\bsales\b)(?=[^]*\brevenue\b)/i,
  examplePrompt: 'Create a dataset of 100 random sales records with columns: date, product, quantity, price. '
    + 'Then calculate total revenue by product and create a bar chart.',
  play: (turn) => {
    const [analysis, reading] = turn.calls;
    if (!analysis) { return runCode(turn, CODE); }
    const output = toolOutput(analysis);
    if (output.isError) { return { say: failureText(output.text) }; }
    if (!reading) {
      const call = callOf(turn, 'readFiles', [CHART_FILE]);
      if (call) { return { call: [call], say: 'The chart is drawn. I read it, so that you can have it.' }; }
    }
    return answer(output.text, turn);
  },
};

function answer(output: string, { calls: [, reading] }: Turn): Move {
  const [, records] = /^(\d+) records$/m.exec(output) ?? [];
  const revenues = [...output.matchAll(/^(\w[\w ]*): (\d+\.\d{2})$/gm)].map(([, product, amount]) => `- ${product}: ${amount}`);
  if (records === undefined || revenues.length === 0) { return { say: `The tool did not print the revenue. It said:\n\n${output}` }; }
  const chartRead = reading && toolOutput(reading);
  const chart = chartRead?.isError ? `could not be read: ${chartRead.text}` : `is in ${CHART_FILE}.`;
  return { say: `Total revenue by product, of ${records} sales records (${SALES_FILE}):\n\n${revenues.join('\n')}\n\nThe bar chart ${chart}` };
}
