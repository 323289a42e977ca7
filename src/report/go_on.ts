/** Commands to go on with, as a list. */
import { quoted } from "../sweep/results/rerun_command.ts";
import { type Html, markup } from "./markup.ts";

/** What a command does, and its words after the program's name. */
export interface NextStep {
  readonly what: string;
  readonly command: readonly string[];
}

/** Each command under what it does. */
export const goOn = (steps: readonly NextStep[]): Html =>
  markup`<div class="card"><dl class="steps">${
    steps.map(({ what, command }) =>
      markup`<div><dt>${what}</dt><dd><code>deno task ${
        command.map(quoted).join(" ")
      }</code></dd></div>
`
    )
  }</dl></div>`;
