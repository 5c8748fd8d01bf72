import { html, trusted } from './demo-html.mjs';
import { STYLE } from './demo-page-style.mjs';

/** Of what a tool printed, in characters. */
const LONGEST_OUTPUT = 4_000;
/** Shown as they are. Of other tools all arguments are, as JSON. */
const LONG_ARGUMENTS = ['code', 'command'];

/** The report: one page that needs nothing else. */
export function pageOf({ turns, end, steps, seconds, chart, model, sandbox, interpreters, command }) {
  const checks = [...turns.flatMap((turn) => turn.checks), ...end];
  const failed = checks.filter(({ problem }) => problem).length;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Demo: an agent and its code interpreters</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<h1>An agent and its code interpreters, on one machine</h1>
<p class="${failed === 0 ? 'ok' : 'bad'}">${checks.length - failed} checks hold, ${failed} failed, in ${seconds.toFixed(1)} s.</p>
<p class="dim">Written by <code>${command}</code> at ${new Date().toISOString()}.</p>
<p class="note">${modelNote(model)}</p>
<p>Sandboxes: <b>${sandbox.tier}</b>, ${sandbox.title}.
Not isolated: ${sandbox.notIsolated.join('; ') || 'nothing that the service would'}.</p>
<table>${steps.map(stepOf)}</table>
${turns.map((turn) => turnOf(turn, { chart, interpreters }))}
<section><h2>The end</h2>${checksOf(end)}</section>
</body>
</html>
`.toString();
}

function modelNote({ title, scripted }) {
  return scripted
    ? html`<b>The model is scripted.</b> It plays conversations: it computes its tool calls and answers from what the tools say, and
understands nothing. App, agent, tools and sandboxes are real.`
    : html`The model: <b>${title}</b>.`;
}

function stepOf({ title, note, seconds }) {
  return html`<tr><td>${title}<br><span class="dim">${note}</span></td><td>${seconds.toFixed(1)} s</td></tr>`;
}

function turnOf({ title, thread, prompt, answer, calls, checks, seconds, chart: hasChart }, { chart, interpreters }) {
  return html`<section>
<h2>${title}</h2>
<p class="dim">thread ${thread}, ${seconds.toFixed(2)} s</p>
<h3>Prompt</h3>
<p class="said">${prompt}</p>
<h3>Tool calls</h3>
${calls.map((call) => callOf(call, interpreters))}
<h3>Answer</h3>
<p class="said">${answer}</p>
${hasChart && chart && html`<p><img alt="The chart that the agent drew" src="data:image/png;base64,${chart.toString('base64')}"></p>`}
${checksOf(checks)}
</section>`;
}

function callOf({ tool, codeInterpreterId, input = {}, output, isError, error, milliseconds }, interpreters) {
  const [name = codeInterpreterId] = Object.keys(interpreters).filter((key) => interpreters[key] === codeInterpreterId);
  const [argument] = LONG_ARGUMENTS.filter((key) => typeof input[key] === 'string');
  const printed = [output?.stdout, output?.stderr, error && `${error.name}: ${error.message}`].filter(Boolean).join('\n');
  return html`<details open>
<summary><code>${tool}</code>
<span class="dim">${name} interpreter, ${milliseconds.toFixed(0)} ms${isError && ', failed'}</span></summary>
<pre>${argument ? input[argument] : JSON.stringify(input)}</pre>
${printed && html`<pre>${shortened(printed)}</pre>`}
</details>`;
}

function checksOf(checks) {
  return html`<ul class="checks">${checks.map(({ title, problem }) => (problem
    ? html`<li class="bad">FAILED: ${title}: ${problem}</li>`
    : html`<li><span class="ok">ok</span> ${title}</li>`))}</ul>`;
}

function shortened(text) {
  return text.length <= LONGEST_OUTPUT ? text : `${text.slice(0, LONGEST_OUTPUT)}\n… ${text.length - LONGEST_OUTPUT} characters more`;
}
