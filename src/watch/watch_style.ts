/** What the page has beside the look of all pages: a list, controls and charts. */
export const watchStyle = `
[hidden] { display: none !important }
body { max-width: 1500px }
#watch { display: grid; grid-template-columns: minmax(240px, 320px) minmax(0, 1fr); gap: 20px }
@media (max-width: 800px) { #watch { grid-template-columns: minmax(0, 1fr) } }
input, select, button { font: inherit; font-size: 14px; color: inherit; background: var(--card);
  border: 1px solid var(--dim); border-radius: 8px; padding: 5px 10px }
input[type=range] { padding: 0; accent-color: var(--c0); width: 120px }
input[type=checkbox] { accent-color: var(--c0) }
button { cursor: pointer }
:focus-visible { outline: 2px solid var(--c0); outline-offset: 1px }
#filter { width: 100%; margin-bottom: 8px }
#list { max-height: 78vh; overflow-y: auto }
@media (max-width: 800px) { #list { max-height: 34vh } }
#list label { display: grid; grid-template-columns: auto auto minmax(0, 1fr); column-gap: 8px;
  align-items: baseline; padding: 6px 8px; border-radius: 8px; cursor: pointer }
#list label:hover { background: var(--line) }
#list label:hover small { color: var(--text) }
#list b { font-weight: 500; overflow-wrap: anywhere }
#list small { grid-column: 3; color: var(--dim); font-size: 13px;
  font-variant-numeric: tabular-nums }
#list .swatch { width: 10px; height: 10px; border-radius: 50% }
#list a { grid-column: 3; font-size: 13px; color: inherit }
.controls { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-bottom: 12px }
.controls label { display: inline-flex; gap: 8px; align-items: center; color: var(--dim);
  font-size: 14px }
.controls select, .controls input { color: var(--text) }
#charts { display: grid; gap: 14px;
  grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)) }
#charts figure:first-child { grid-column: 1 / -1 }
#charts figure { min-width: 0; overflow: hidden }
.uplot { width: 100% }
.uplot .u-legend { text-align: left; font-size: 13px; width: auto; display: block }
/* The chart dims the lines that are not pointed at; their names stay readable. */
.uplot .u-legend .u-series { opacity: 1 !important }
.uplot .u-legend th, .uplot .u-legend td { border: 0; padding: 1px 6px; white-space: normal;
  font-weight: 400 }
.uplot .u-legend tr:last-child > td { border: 0 }
`;
