import { Command } from "effect/cli";

/**
 * Examples for the help of a command.
 *
 * @param examples what follows the command's name, and what it does then
 */
export const examples = (...examples: readonly (readonly [words: string, does: string])[]) =>
  Command.withExamples(({ commandPath }) =>
    examples.map(([words, description]) => ({
      command: [...commandPath, words].join(" ").trim(),
      description,
    }))
  );
