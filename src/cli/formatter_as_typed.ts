import type { CliOutput } from "effect/cli";
import { unrollStart } from "../base/unroll_command.ts";

/** A formatter of help whose commands begin as this program was started. */
export const formatterAsTyped = (formatter: CliOutput.Formatter): CliOutput.Formatter => ({
  ...formatter,
  formatHelpDoc: (help) =>
    formatter.formatHelpDoc({
      ...help,
      usage: asTyped(help.usage),
      ...(help.examples === undefined ? {} : {
        examples: help.examples.map((example) => ({
          ...example,
          command: asTyped(example.command),
        })),
      }),
    }),
});

const asTyped = (command: string): string => command.replace(/^unroll\b/, unrollStart());
