/** What an exported page has beside the look of all pages: fields, buttons and tokens. */
export const pageStyle = `
[hidden] { display: none !important }
label { display: block; color: var(--dim); font-size: 13.5px; margin-bottom: 4px }
textarea, input {
  width: 100%; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--dim); border-radius: 8px; padding: 10px 12px;
}
textarea { display: block; resize: vertical; line-height: 1.6 }
input { padding: 6px 10px; font-variant-numeric: tabular-nums }
input::placeholder { color: var(--dim); opacity: 1 }
:focus-visible { outline: 2px solid var(--c0); outline-offset: 1px }
.written { position: relative }
#text { padding-bottom: 60px }
#next { position: absolute; display: flex; flex-wrap: wrap; gap: 6px; max-width: 100%;
  padding: 2px }
button {
  font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--dim);
  border-radius: 8px; padding: 6px 16px; cursor: pointer;
}
button:disabled { color: var(--dim); border-color: var(--line); cursor: default }
button.main { color: var(--back); background: var(--c0); border-color: var(--c0);
  min-width: 92px }
button.main:disabled { opacity: 0.6 }
button.next { font-size: 13px; padding: 3px 9px; color: var(--dim); border-color: var(--line);
  border-radius: 99px; white-space: nowrap; box-shadow: 0 1px 3px rgb(0 0 0 / 0.18);
  font-variant-numeric: tabular-nums; max-width: 100%; overflow: hidden; text-overflow: ellipsis }
button.next b { color: var(--text); font-weight: 600 }
button.next:hover, button:not(:disabled):not(.main):hover { border-color: var(--c0) }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr));
  gap: 10px; margin-top: 12px }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; margin: 14px 0 0 }
[role=status] { color: var(--dim); font-size: 13.5px; font-variant-numeric: tabular-nums }
#map { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 12px 14px; margin-top: 14px; line-height: 1.9; white-space: pre-wrap;
  overflow-wrap: anywhere; max-height: 420px; overflow-y: auto }
#map div { min-height: 1.9em }
.token { cursor: default }
.token[aria-selected=true] { outline: 2px solid var(--c0) }
#about { min-height: 56px; margin-top: 10px; overflow-wrap: anywhere }
#about p { margin: 0 }
`;
