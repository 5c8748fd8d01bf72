// All that is shown comes from code that nobody has read: it gets into the page as text, never as markup.
'use strict';

const MOST_CALLS = 500;

const state = { report: undefined, sessions: [], calls: [], selected: undefined, path: '.', open: new Set() };
const at = (id) => document.getElementById(id);

function element(tag, { text, className, ...properties } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) { made.textContent = text; }
  if (className) { made.className = className; }
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

function button(text, onclick, className) {
  return element('button', { type: 'button', text, className, onclick });
}

function cell(content, className) {
  const made = element('td', { className });
  made.append(content);
  return made;
}

// Rows are made anew; where the keyboard was stays where it was.
function replaceRows(body, rows) {
  const key = body.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  body.replaceChildren(...rows);
  if (key) { [...body.querySelectorAll('[data-key]')].find((one) => one.dataset.key === key)?.focus(); }
}

function keyed(made, key) {
  made.dataset.key = key;
  return made;
}

const keyOf = ({ codeInterpreterId, sessionId }) => `${codeInterpreterId}/${sessionId}`;
const short = (id) => (id ? `…${id.slice(-8)}` : '');
const timeOf = (iso) => new Date(iso).toLocaleTimeString([], { hour12: false });
const selectedSession = () => state.sessions.find((session) => keyOf(session) === state.selected);

function bytesOf(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let power = 0;
  let value = bytes;
  while (value >= 1024 && power < units.length - 1) { value /= 1024; power += 1; }
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

function timeLeft(session) {
  if (session.status !== 'READY') { return ''; }
  const seconds = Math.max(0, Math.round((new Date(session.expiresAt) - Date.now()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function showReport() {
  const { report } = state;
  at('tier').textContent = `${report.tier}: ${report.title}`;
  at('not-isolated').replaceChildren(...report.notIsolated.map((text) => element('li', { text })));
  const facts = {
    'Limited by': report.limitedBy,
    'Python': report.python ? `${report.python.version} (${report.python.path})` : 'none',
    'Packages': Object.entries(report.python?.packages ?? {}).map(([name, version]) => `${name} ${version}`).join(', ') || 'none',
    'Node.js': report.nodejs?.version ?? 'none',
    'Deno': report.deno?.version ?? 'none',
  };
  at('facts').replaceChildren(...Object.entries(facts).flatMap(([name, text]) => [element('dt', { text: name }), element('dd', { text })]));
}

function showSessions() {
  const { sessions } = state;
  at('sessions-count').textContent = sessions.length ? `${sessions.filter(({ status }) => status === 'READY').length} running, ${sessions.length} in all` : '';
  at('no-sessions').hidden = sessions.length > 0;
  replaceRows(at('sessions'), sessions.map((session) => {
    const key = keyOf(session);
    const chooser = keyed(button(session.name || session.sessionId, () => select(key === state.selected ? undefined : key)), key);
    chooser.title = session.sessionId;
    chooser.setAttribute('aria-pressed', String(key === state.selected));
    return element('tr', { className: key === state.selected ? 'selected' : '' },
      cell(chooser, 'wide'),
      cell(session.codeInterpreterId, 'wide id'),
      cell(session.networkMode),
      cell(session.status, session.status === 'READY' ? 'good' : 'quiet'),
      cell(timeOf(session.startedAt)),
      cell(timeLeft(session), 'number'));
  }));
}

function showCalls() {
  const calls = state.calls.filter((call) => !state.selected || keyOf(call) === state.selected);
  at('calls-count').textContent = calls.length ? `latest ${calls.length}` : '';
  at('no-calls').hidden = calls.length > 0;
  at('filter').hidden = !state.selected;
  at('filter-session').textContent = selectedSession()?.name ?? '';
  replaceRows(at('calls'), calls.toReversed().flatMap(rowsOf));
}

function rowsOf(call) {
  const open = state.open.has(call.number);
  const row = element('tr', {},
    cell(timeOf(call.at)),
    cell(call.tool ?? call.operation),
    cell(short(call.sessionId), 'id'),
    cell(resultOf(call), call.failed ? 'bad wide' : 'good wide'),
    cell(`${call.milliseconds.toFixed(1)} ms`, 'number'),
    cell(call.input.length + call.output.length > 0 ? detailsButton(call, open) : '', 'number'));
  return open ? [row, element('tr', { className: 'details' }, detailsOf(call))] : [row];
}

function resultOf({ httpStatus, error, failed, exitCode }) {
  if (error) { return `${httpStatus} ${error}`; }
  if (!failed) { return httpStatus === 200 ? 'ok' : `${httpStatus} ok`; }
  return exitCode ? `error, exit code ${exitCode}` : 'error';
}

function detailsButton(call, open) {
  const toggle = keyed(button(open ? 'Hide' : 'Show', () => {
    if (open) { state.open.delete(call.number); } else { state.open.add(call.number); }
    showCalls();
  }), `call ${call.number}`);
  toggle.setAttribute('aria-expanded', String(open));
  toggle.setAttribute('aria-label', `${open ? 'Hide' : 'Show'} details of ${call.tool ?? call.operation} at ${timeOf(call.at)}`);
  return toggle;
}

function detailsOf(call) {
  const made = element('td', { colSpan: 6 });
  for (const { name, text, more } of [...call.input, ...call.output]) {
    made.append(element('p', { className: 'label', text: name }), element('pre', { text: more > 0 ? `${text}\n… ${more} characters more` : text, tabIndex: 0 }));
  }
  return made;
}

function select(key) {
  state.selected = key;
  state.path = '.';
  at('files').replaceChildren();
  showSessions();
  showCalls();
  void showFiles();
}

async function showFiles() {
  const session = selectedSession();
  at('files-section').hidden = !session;
  if (!session) { return; }
  const { selected, path } = state;
  at('files-session').textContent = session.name || session.sessionId;
  showPath();
  const query = new URLSearchParams({ interpreter: session.codeInterpreterId, session: session.sessionId, path });
  const answer = await fetch(`watch/files?${query}`).then((response) => response.json()).catch(() => ({ message: 'The service does not answer.' }));
  // Another one may have been chosen in the meantime.
  if (selected !== state.selected || path !== state.path) { return; }
  const { entries = [], more = 0, message } = answer;
  at('files-message').textContent = message ?? (entries.length === 0 ? 'Empty.' : more > 0 ? `${more} more are not shown.` : '');
  const sorted = entries.toSorted((a, b) => Number(b.directory) - Number(a.directory) || a.name.localeCompare(b.name));
  replaceRows(at('files'), sorted.map((entry) => element('tr', {},
    cell(entry.directory ? keyed(button(`${entry.name}/`, () => goTo(`${path}/${entry.name}`)), entry.name) : entry.name, 'wide id'),
    cell(entry.directory ? '' : bytesOf(entry.bytes), 'number'))));
}

function showPath() {
  const parts = state.path.split('/');
  const links = parts.flatMap((part, index) => {
    const link = button(index === 0 ? 'working folder' : part, () => goTo(parts.slice(0, index + 1).join('/')));
    if (index === parts.length - 1) { link.setAttribute('aria-current', 'page'); }
    return index === 0 ? [link] : [' / ', link];
  });
  at('path').replaceChildren(...links);
}

function goTo(path) {
  state.path = path;
  void showFiles();
}

function showAll() {
  showReport();
  showSessions();
  showCalls();
  void showFiles();
}

// Calls may come by the thousand: the page is drawn at most ten times a second.
let drawing;
function drawSoon() {
  drawing ??= setTimeout(() => {
    drawing = undefined;
    showSessions();
    showCalls();
    if (state.selected) { void showFiles(); }
  }, 100);
}

function connect() {
  const events = new EventSource('watch/events');
  events.onopen = () => setConnection('Live', true);
  events.onerror = () => setConnection('Not connected; trying again…', false);
  events.addEventListener('snapshot', ({ data }) => {
    Object.assign(state, JSON.parse(data));
    showAll();
  });
  events.addEventListener('sessions', ({ data }) => {
    state.sessions = JSON.parse(data);
    drawSoon();
  });
  events.addEventListener('call', ({ data }) => {
    state.calls.push(JSON.parse(data));
    for (const old of state.calls.splice(0, state.calls.length - MOST_CALLS)) { state.open.delete(old.number); }
    drawSoon();
  });
}

function setConnection(text, live) {
  at('connection').textContent = text;
  at('connection').classList.toggle('live', live);
}

at('show-all').onclick = () => select(undefined);
setInterval(showSessions, 1000);
connect();
