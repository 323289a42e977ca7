/** `init`: writes a first config for a text. */
import process from "node:process";
import { Effect, Schema } from "effect";
import { Command, Flag, Prompt } from "effect/cli";
import type { InitOptions } from "../../../pipelines/init.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { optionalFlag, pathFlag } from "./flags.ts";
import { InputError } from "../../base/errors.ts";

const text = pathFlag("text").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("The text: a file, a folder or a pattern; default asked for on a terminal"),
  optionalFlag,
);

const kinds = ["char", "word", "bpe", "byte"] as const;

const tokens = Flag.Literals("tokens", kinds).pipe(
  Flag.withDescription("What the text is cut into; default by how much text there is"),
  optionalFlag,
);

const output = pathFlag("output").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("The config that is written; default named after the text"),
  optionalFlag,
);

/** No text, and nobody to ask for it. */
class NoTextGiven
  extends InputError.extend<NoTextGiven>("NoTextGiven")({ _tag: Schema.tag("NoTextGiven") }) {
  override get message(): string {
    return "Expected a text to train on: --text FILE";
  }
}

/** The command `init`. */
export const initCommand = (pipelines: Pipelines) =>
  Command.make(
    "init",
    { text, tokens, output },
    (given) =>
      Effect.flatMap(
        given.text === undefined ? asked(given) : Effect.succeed({ ...given, text: given.text }),
        pipelines.init,
      ),
  ).pipe(
    Command.withDescription("Write a commented config for a text, ready to run"),
    examples(
      ["--text book.txt", "Write book.yaml, with settings that suit the text's size"],
      ["--text 'chats/*.txt' --tokens word --output chats.yaml", "Choose for yourself"],
    ),
  );

type Given = Omit<InitOptions, "text">;

/** Asks on a terminal for what the flags do not say. */
const asked = Effect.fnUntraced(function* ({ tokens, output }: Given) {
  if (process.stdin.isTTY !== true) {
    return yield* new NoTextGiven();
  }
  return yield* Effect.gen(function* () {
    const text = yield* Prompt.run(
      Prompt.String({ message: "Which text is to be learnt? (a file)" }),
    );
    const kind = tokens ?? (yield* Prompt.run(Prompt.Select({
      message: "What is it cut into?",
      choices: [
        { title: "what suits its size", value: undefined },
        ...kinds.map((value) => ({ title: value, value })),
      ],
    })));
    return { text, tokens: kind, output };
  }).pipe(Effect.catchTag("QuitError", () => Effect.interrupt));
});
