/** Commands to go on with, as a list. */
import { unrollCommand } from "../base/unroll_command.ts";
import { type Html, markup } from "../base/html/markup.ts";

/** What a command does, and its words after the program's name. */
export interface NextStep {
  readonly what: string;
  readonly command: readonly [string, ...string[]];
}

/** Each command under what it does. */
export const goOn = (steps: readonly NextStep[]): Html =>
  markup`<div class="card"><dl class="steps">${
    steps.map(({ what, command: [name, ...words] }) =>
      markup`<div><dt>${what}</dt><dd><code>${unrollCommand(name, ...words)}</code></dd></div>
`
    )
  }</dl></div>`;
