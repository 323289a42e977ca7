/**
 * The style of a report, in light and dark, with colours that colour-blind readers can tell apart.
 */
export const style = `
:root {
  --back: #fbfbf9; --card: #ffffff; --text: #1c1e21; --dim: #666b73; --line: #e2e3e0;
  --c0: #0072b2; --c1: #c14a09; --c2: #00805f; --c3: #a23e80; --good: #0072b2; --poor: #d9c8a9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #15171a; --card: #1d2024; --text: #e6e7e8; --dim: #9aa0a8; --line: #34383e;
    --c0: #56b4e9; --c1: #f0975a; --c2: #3cc99f; --c3: #de8fc2; --good: #56b4e9; --poor: #514a3e;
  }
}
* { box-sizing: border-box }
body {
  margin: 0 auto; max-width: 1120px; padding: 24px 20px 60px; background: var(--back);
  color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
}
header p { margin: 0; color: var(--dim) }
h1 { margin: 0 0 16px; font-size: 26px; overflow-wrap: anywhere }
h2 { font-size: 18px; margin: 34px 0 10px }
.state {
  font-size: 13px; font-weight: 600; padding: 3px 9px; border-radius: 99px; vertical-align: middle;
  background: var(--line); color: var(--dim);
}
.state.finished { color: var(--c2) } .state.failed { color: var(--c1) }
.state.running { color: var(--c0) }
.facts { display: flex; flex-wrap: wrap; gap: 10px; margin: 0 }
.facts div {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px;
  min-width: 110px; max-width: 100%;
}
dt { color: var(--dim); font-size: 13px }
dd { margin: 0; font-size: 18px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr));
  gap: 14px }
figure {
  margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 10px 12px 6px;
}
figcaption { font-weight: 600; font-size: 14px; margin-bottom: 4px }
.key { font-weight: 400; color: var(--dim); margin-left: 12px; white-space: nowrap }
.key i { display: inline-block; width: 12px; height: 3px; border-radius: 2px; margin-right: 5px;
  vertical-align: 4px; background: currentColor }
svg { display: block; width: 100%; height: auto }
svg text { fill: var(--dim); font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums }
.grid path { stroke: var(--line); fill: none }
.line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round }
.dot { fill: currentColor; stroke: var(--card); stroke-width: 1 }
.dot.hollow { fill: var(--card); stroke: currentColor; stroke-width: 1.4 }
.c0 { color: var(--c0) } .c1 { color: var(--c1) } .c2 { color: var(--c2) } .c3 { color: var(--c3) }
.trial { fill: none; stroke-width: 1.3; stroke-linejoin: round }
.trial.best { stroke: var(--c1); stroke-width: 3 }
.trial:hover { stroke: var(--text); stroke-width: 3 }
.tick { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round }
figure .scroll { border: 0 }
.rail { stroke: var(--dim); fill: none }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 7px 14px;
  align-items: center }
.bars b { font-weight: 500; overflow-wrap: anywhere }
.bars span { display: block; height: 14px; border-radius: 3px; background: var(--c0);
  min-width: 1px }
.bars em { font-style: normal; color: var(--dim); font-variant-numeric: tabular-nums;
  text-align: right }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 14px 16px }
.note { color: var(--dim); font-size: 13.5px; margin: 8px 0 0 }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px }
table { border-collapse: collapse; width: 100%; font-size: 13.5px;
  font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: 5px 12px; border-bottom: 1px solid var(--line);
  white-space: nowrap }
td { max-width: 420px; overflow: hidden; text-overflow: ellipsis }
th { color: var(--dim); font-weight: 600 } tr:last-child td { border-bottom: 0 }
pre {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
  overflow-x: auto; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  margin: 8px 0;
}
code { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere }
details { margin: 8px 0 } summary { cursor: pointer; color: var(--dim) }
@media print { body { max-width: none } figure, .card { break-inside: avoid } }
`;
