import { processResult } from './process-result.js';
import { defineTool } from './tool.js';
import { fieldInvalid } from '../operations/service-exception.js';
import { EngineReport, Language, Runtime } from '../sandbox/sandbox.js';

const RUNTIMES: Readonly<Record<Language, readonly Runtime[]>> = {
  python: ['python'],
  javascript: ['deno', 'nodejs'],
  typescript: ['deno', 'nodejs'],
};

export const executeCode = defineTool(['code', 'language'], async (given, { sandbox, signal, report, transformer }) => {
  const { language, clearContext = false } = given;
  const runtime = runtimeFor(language, given.runtime, report);
  if (language === 'python' || runtime === 'python') {
    return processResult(await sandbox.executeCode({ code: given.code, language, runtime, clearContext }, { signal }), report.limits);
  }
  const script = report[runtime] ? await transformer.transform(given.code, language, runtime) : { problem: notInstalled(runtime, report) };
  if ('problem' in script) {
    const refusal = { stdout: '', stderr: script.problem, exitCode: 1, seconds: 0, stdoutDropped: 0, stderrDropped: 0 };
    return processResult(refusal, report.limits);
  }
  // Only Python can forget.
  return processResult(await sandbox.executeCode({ code: script.code, language, runtime, clearContext: false }, { signal }), report.limits);
});

function runtimeFor(language: Language, asked: Runtime | undefined, { deno, nodejs }: EngineReport): Runtime {
  const [preferred, next] = RUNTIMES[language];
  if (asked !== undefined) {
    if (RUNTIMES[language].includes(asked)) { return asked; }
    const allowed = RUNTIMES[language].join(' or ');
    throw fieldInvalid('arguments.runtime', `Runtime ${asked} cannot run ${language}. Use ${allowed}, or leave runtime out.`);
  }
  // Deno is the service's default; where it is not installed, the report says so once, at the start.
  return preferred === 'deno' && next && !deno && nodejs ? next : preferred ?? 'python';
}

function notInstalled(runtime: 'nodejs' | 'deno', { deno, nodejs }: EngineReport): string {
  const others = [deno && 'deno', nodejs && 'nodejs'].filter((name) => name !== undefined);
  const advice = runtime === 'deno' ? 'Install it (npm install deno, or https://deno.com)' : 'Install it (https://nodejs.org)';
  return `Error: runtime ${runtime} is not there in this local service, so the code was not run. ${advice} and start the service again`
    + `${others.length > 0 ? `, or use runtime ${others.join(' or ')}` : ''}.\n`;
}
