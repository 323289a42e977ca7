/** Prompts typed line by line, each continued by the model, which carries its states on. */
import process from "node:process";
import { Effect, Terminal } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { Output } from "../../base/terminal/output.ts";
import type { RunFiles } from "../describe_run.ts";
import { rowsFor } from "./draw_samples.ts";
import { generateSamples } from "./generate_samples.ts";
import type { GenerationOptions } from "./generation_options.ts";
import { openRun } from "./open_model.ts";
import { readOn, readPrompt } from "./read_prompt.ts";

export interface ConverseOptions extends RunFiles, GenerationOptions {
  readonly run: string;
  /** The first prompt; empty if that is typed too. */
  readonly prompt: string;
}

/** What stands before a typed line. */
const mark = "> ";

/**
 * Asks for a line, continues it, and asks again, until the input ends. Turn k draws with the random
 * numbers of sample k. An empty line lets the text go on. `tell` is said first.
 */
export const converse = (
  options: ConverseOptions,
  tell: Effect.Effect<void> = Effect.void,
): Effect.Effect<void, InputError | RunError, Terminal.Terminal> =>
  Effect.gen(function* () {
    const { write } = yield* Output;
    const model = yield* openRun(options.run, options, rowsFor(1));
    yield* tell;
    const ask = askLine(write, process.stdin.isTTY === true);
    let line = options.prompt === "" ? yield* ask : options.prompt;
    let last: number | undefined;
    for (let turn = 0; line !== undefined; turn++) {
      const { ids } = yield* last === undefined
        ? readPrompt(model, line)
        : readOn(model, line, last);
      let listening = true;
      const gain = (_: number, text: string) => listening = write(text);
      const prompt = { text: `${line}\n`, ids };
      yield* generateSamples(model, prompt, { ...options, samples: 1 }, {
        gain,
        end: ({ perToken }) => {
          last = model.vocabulary.ids.get(perToken.at(-1)!.token);
          return true;
        },
        wantsTokens: true,
      }, turn).pipe(Effect.ensuring(Effect.sync(() => write("\n"))));
      if (!listening) return;
      line = yield* ask;
    }
  });

/** The next line; undefined at the end of the input, which Ctrl-D is in a terminal. */
const askLine = (
  write: (text: string) => boolean,
  isTerminal: boolean,
): Effect.Effect<string | undefined, never, Terminal.Terminal> =>
  Effect.gen(function* () {
    const { readLine } = yield* Terminal.Terminal;
    if (isTerminal) write(mark);
    return yield* readLine;
  }).pipe(Effect.catchTag("QuitError", () =>
    Effect.sync(() => {
      if (isTerminal) write("\n");
      return undefined;
    })));
