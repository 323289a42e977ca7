/**
 * The style of a report, in light and dark, on screens of any width and on paper, with colours that
 * colour-blind readers can tell apart.
 */

/** Colours by their use, in light and dark. */
export const colors = {
  back: ["#fbfbf9", "#15171a"],
  card: ["#ffffff", "#1d2024"],
  text: ["#1c1e21", "#e6e7e8"],
  dim: ["#5f646c", "#9aa0a8"],
  line: ["#e2e3e0", "#34383e"],
  c0: ["#0072b2", "#56b4e9"],
  c1: ["#b84405", "#f0975a"],
  c2: ["#007a5b", "#3cc99f"],
  c3: ["#a23e80", "#de8fc2"],
  c4: ["#6b6100", "#c9bb3f"],
  bad: ["#b3261e", "#ff8a80"],
  good: ["#0072b2", "#56b4e9"],
  poor: ["#ab945f", "#7d7259"],
} as const;

const palette = (mode: 0 | 1): string =>
  Object.entries(colors).map(([name, both]) => `--${name}: ${both[mode]};`).join(" ");

/** Sizes of text, in pixels. */
export const textSizes = { body: 15, plot: 12 } as const;

export const style = `
:root { ${palette(0)} }
@media screen and (prefers-color-scheme: dark) { :root { ${palette(1)} } }
* { box-sizing: border-box }
body {
  margin: 0 auto; max-width: 1120px; padding: 24px 20px 60px; background: var(--back);
  color: var(--text);
  font: ${textSizes.body}px/1.5 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
}
header p { margin: 0; color: var(--dim) }
h1 { margin: 0 0 16px; font-size: 26px; line-height: 1.3; overflow-wrap: anywhere }
h2 { font-size: 18px; margin: 36px 0 10px }
.state {
  display: inline-block; font-size: 13px; font-weight: 600; padding: 1px 10px; border-radius: 99px;
  vertical-align: middle; border: 1px solid currentColor; color: var(--dim);
}
.good { color: var(--c2) } .bad { color: var(--bad) } .busy { color: var(--c0) }
.dim { color: var(--dim) }
.facts { display: flex; flex-wrap: wrap; gap: 10px; margin: 0 }
.facts div {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px;
  min-width: 100px; max-width: 100%;
}
dt { color: var(--dim); font-size: 13px; overflow-wrap: anywhere }
dd { margin: 0; font-size: 18px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
.plots { display: grid; gap: 14px;
  grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)) }
.below { margin-top: 10px }
figure {
  margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 10px 12px 8px; container-type: inline-size;
}
figcaption { font-weight: 600; font-size: 14px; display: flex; flex-wrap: wrap;
  column-gap: 14px; margin-bottom: 6px }
.keys { display: inline-flex; flex-wrap: wrap; column-gap: 14px }
.key { font-weight: 400; color: var(--dim); white-space: nowrap }
.key i { display: inline-block; width: 16px; margin-right: 6px; vertical-align: 4px;
  border-top: 3px solid currentColor }
.key .dashed { border-top: 2px dashed currentColor }
.key .dotted { border-top: 3px dotted currentColor }
.key .shades { border: 0; height: 3px; width: 28px;
  background: linear-gradient(90deg, var(--good), var(--poor)) }
.key .dot, .key .hollow { width: 9px; height: 9px; border-radius: 50%; vertical-align: 0;
  background: currentColor; border: 1.5px solid currentColor; stroke: none }
.key .hollow { background: var(--card) }
.key .cross { border: 0; width: auto; vertical-align: 0; font-style: normal; font-weight: 600 }
.key .cross::before { content: "×" }
.frame { padding: 24px 16px 42px 50px }
.beside { padding: 0 74px 0 4px } .stacked { padding: 0 20px }
.beside { display: none }
@container (min-width: 640px) { .beside.few { display: block } .stacked.few { display: none } }
@container (min-width: 980px) { .beside.some { display: block } .stacked.some { display: none } }
@container (max-width: 460px) { .spare { display: none } }
svg { display: block; overflow: visible } figure div > svg { width: 100% }
svg text { fill: var(--dim); font: ${textSizes.plot}px system-ui, sans-serif;
  font-variant-numeric: tabular-nums }
.grid line { stroke: var(--line) }
.line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round;
  vector-effect: non-scaling-stroke }
.level { stroke-dasharray: 5 4; stroke-width: 1.4 }
.dot { fill: currentColor; stroke: var(--card); stroke-width: 1 }
.dot.hollow { fill: var(--card); stroke: currentColor; stroke-width: 1.4 }
path.cross { fill: none; stroke: currentColor; stroke-width: 1.8 }
.c0 { color: var(--c0) } .c1 { color: var(--c1) } .c2 { color: var(--c2) } .c3 { color: var(--c3) }
.c4 { color: var(--c4) }
.trial { fill: none; stroke: var(--dim); stroke-width: 1.3; stroke-linejoin: round;
  vector-effect: non-scaling-stroke }
.trial.pruned { stroke-dasharray: 6 4 }
.trial.failed { stroke: var(--bad); stroke-dasharray: 1.5 4 }
.trial.best { stroke: var(--c1); stroke-width: 3 }
.trial:hover { stroke: var(--text); stroke-width: 3 }
text.tick, text.name { paint-order: stroke; stroke: var(--card); stroke-width: 4px;
  stroke-linejoin: round }
text.name { fill: var(--text) }
.rail { stroke: var(--dim) }
.bars { display: grid; grid-template-columns: fit-content(40%) 1fr max-content; gap: 8px 14px;
  align-items: center }
.bars b { font-weight: 500; overflow-wrap: anywhere }
.bars div { background: var(--line); border-radius: 3px }
.bars span { display: block; height: 14px; border-radius: 3px; background: var(--c0) }
.bars em { font-style: normal; color: var(--dim); font-variant-numeric: tabular-nums;
  text-align: right }
@media (max-width: 560px) {
  body { padding: 18px 14px 40px }
  .bars { grid-template-columns: 1fr max-content; row-gap: 3px }
  .bars b { grid-column: 1 / 3 } .bars em { margin-bottom: 8px } .bars div { margin-bottom: 8px }
  th, td { padding: 5px 9px }
}
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 14px 16px; overflow-wrap: anywhere }
.note + .card { margin-top: 10px }
.token, .above-zero, .below-zero { --most: 62%; border-radius: 3px; padding: 2px 0 }
@media screen and (prefers-color-scheme: dark) {
  .token, .above-zero, .below-zero { --most: 42% } }
.token, .below-zero {
  background: color-mix(in srgb, var(--c1) calc(var(--heat) * var(--most)), transparent) }
.above-zero { background: color-mix(in srgb, var(--c0) calc(var(--heat) * var(--most)), transparent) }
.token.unknown { text-decoration: underline dotted }
.reading { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.8; max-height: 420px;
  overflow-y: auto }
.unit { margin-bottom: 10px } .unit .reading { max-height: 220px; font-size: 13.5px }
.note { color: var(--dim); font-size: 13.5px; margin: 8px 0 0; overflow-wrap: anywhere }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px }
table { border-collapse: collapse; width: 100%; font-size: 13.5px;
  font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: top; padding: 5px 12px; white-space: nowrap;
  border-bottom: 1px solid var(--line) }
th { color: var(--dim); font-weight: 600; white-space: normal }
thead th { vertical-align: bottom } th[scope=row] { font-weight: 400 }
tr:last-child > td, tr:last-child > th[scope=row] { border-bottom: 0 }
.number { text-align: right }
td.text { white-space: normal; overflow-wrap: anywhere; min-width: 100px }
pre {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
  overflow-x: auto; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  margin: 8px 0;
}
code { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere }
.path { white-space: normal; overflow-wrap: normal }
.steps { display: grid; gap: 10px; margin: 0 }
.steps dt { font-size: 13.5px } .steps dd { font-size: 13px }
.steps code { user-select: all }
details { margin: 8px 0 } summary { cursor: pointer; color: var(--dim) }
@media print {
  body { max-width: none; padding: 0; background: none }
  figure, .card, .facts div, tr { break-inside: avoid } h2 { break-after: avoid }
  .scroll, .reading { overflow: visible; max-height: none } pre { white-space: pre-wrap }
  .plots { grid-template-columns: 1fr 1fr }
  table { font-size: 11px } th, td { white-space: normal; padding: 3px 5px }
  * { print-color-adjust: exact }
}
`;
