/** Generation: prompt → tokens → forward gates → logits → a sampled token, and again. */
import { Effect } from "effect";
import type { Terminal } from "effect/Terminal";
import type { InputError, RunError } from "../src/base/errors.ts";
import { Output } from "../src/base/terminal/output.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { checkGenerateFlags } from "../src/use/generation/check_generate_flags.ts";
import { converse } from "../src/use/generation/converse.ts";
import { rowsFor } from "../src/use/generation/draw_samples.ts";
import { generateSamples, type Listener } from "../src/use/generation/generate_samples.ts";
import {
  generationDefaults,
  type GenerationOptions,
} from "../src/use/generation/generation_options.ts";
import { numbered } from "../src/use/generation/numbered.ts";
import { openRun } from "../src/use/generation/open_model.ts";
import { readPrompt } from "../src/use/generation/read_prompt.ts";
import { tellOfSeed } from "../src/use/generation/tell_of_seed.ts";
import { readStandardInput } from "../src/use/generation/read_standard_input.ts";

export interface GenerateOptions extends RunFiles, GenerationOptions {
  readonly run: string;
  readonly prompt: string;
}

/** How the command shows what is generated. */
export interface GenerateCommand extends RunFiles, Omit<GenerationOptions, "seed"> {
  readonly run: string;
  /** `-` is standard input. */
  readonly prompt: string;
  /** Undefined if it was not given. */
  readonly seed: number | undefined;
  /** A JSON object for each sample. */
  readonly json: boolean;
  /** Prompts are typed one after another. */
  readonly interactive: boolean;
}

/** Samples that continue a prompt, each handed on as it grows; `tell` is said before them. */
const continuePrompt = Effect.fnUntraced(function* (
  options: GenerateOptions,
  listener: Listener,
  tell: Effect.Effect<void> = Effect.void,
): Effect.fn.Return<void, InputError | RunError> {
  const model = yield* openRun(options.run, options, rowsFor(options.samples));
  const { ids } = yield* readPrompt(model, options.prompt);
  yield* tell;
  listener.gain?.(1, options.prompt);
  yield* generateSamples(model, { text: options.prompt, ids }, options, listener);
});

/** Text that continues a prompt, including the prompt. */
export const generateText = Effect.fnUntraced(function* (
  options: Partial<GenerateOptions> & Pick<GenerateOptions, "run">,
): Effect.fn.Return<string, InputError | RunError> {
  let text = "";
  yield* continuePrompt({ ...generationDefaults, ...options, samples: 1 }, {
    end: (sample) => {
      text = sample.text;
      return true;
    },
  });
  return text;
});

/** The command `generate`: what is written stays, however it ends. */
export const generate = (command: GenerateCommand): Effect.Effect<void, InputError | RunError> =>
  Effect.gen(function* () {
    yield* checkGenerateFlags(command);
    const { seed = 0, json, interactive } = command;
    const prompt = command.prompt === "-" ? yield* readStandardInput() : command.prompt;
    const options = { ...command, prompt, seed };
    const tell = tellOfSeed(options, command.seed);
    if (interactive) return yield* onTerminal(converse(options, tell));
    const { write } = yield* Output;
    if (json) return yield* continuePrompt(options, jsonLines(write), tell);
    if (options.samples > 1) {
      return yield* continuePrompt(options, numberedTexts(options, write), tell);
    }
    let begun = false;
    const endLine = Effect.sync(() => void (begun && write("\n")));
    yield* continuePrompt(options, { gain: (_, text) => (begun = true) && write(text) }, tell).pipe(
      Effect.ensuring(endLine),
    );
  });

/** With lines from standard input; loaded only when prompts are typed. */
const onTerminal = <A, E>(effect: Effect.Effect<A, E, Terminal>): Effect.Effect<A, E> =>
  Effect.gen(function* () {
    const { layer } = yield* Effect.promise(() => import("@effect/platform-node/NodeTerminal"));
    return yield* Effect.provide(effect, layer);
  });

type Write = (text: string) => boolean;

const jsonLines = (write: Write): Listener => ({
  end: (sample) => write(`${JSON.stringify(sample)}\n`),
  wantsTokens: true,
});

const numberedTexts = ({ samples }: GenerateOptions, write: Write): Listener => ({
  end: ({ sample, text }) => write(numbered(sample, samples, text)),
});
