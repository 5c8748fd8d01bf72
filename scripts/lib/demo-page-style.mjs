export const STYLE = `
:root { color-scheme: light dark; --text: #1d2329; --dim: #5b6670; --back: #fff; --box: #f3f5f7; --line: #d5dbe1; --ok: #19703a; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e8ec; --dim: #9aa5b0; --back: #14181c; --box: #1e242a; --line: #37414b; --ok: #6cc98b; --bad: #ff8a80; }
}
* { box-sizing: border-box; }
body { overflow-wrap: anywhere; margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: .85rem; margin: .75rem 0 .25rem; color: var(--dim); }
p, ul { margin: .5rem 0; }
pre { margin: .25rem 0 .75rem; padding: .6rem .75rem; background: var(--box); border-radius: .4rem; font-size: .85rem; white-space: pre-wrap; }
section { border-top: 1px solid var(--line); }
img { max-width: 100%; height: auto; background: #fff; border-radius: .4rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
td { padding: .3rem .5rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:last-child { text-align: right; white-space: nowrap; color: var(--dim); }
ul.checks { list-style: none; padding: 0; }
.ok { color: var(--ok); } .bad { color: var(--bad); font-weight: 600; }
.dim { color: var(--dim); font-size: .9rem; }
.said { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: .75rem; }
.note { background: var(--box); padding: .6rem .75rem; border-radius: .4rem; }
summary { cursor: pointer; }
`;
