/** Reads a prompt into a model, and tells what the model does not read as it was written. */
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { runGates } from "../../compute/run_gates.ts";
import { corpusFailure } from "../../text/sources/corpus_failure.ts";
import { nameList } from "../../text/sources/excerpt.ts";
import { type EncodedPrompt, encodePrompt } from "../../text/tokens/encode_prompt.ts";
import { isTokenStream } from "../../text/tokenizer/preparation.ts";
import { lineBreakToken } from "../../text/tokens/before_text.ts";
import type { OpenedModel } from "./open_model.ts";
import { sentenceStart } from "./sentence_start.ts";

type Reading = Effect.Effect<EncodedPrompt, InputError | RunError>;

/** Puts the model's last row behind a prompt, prepared as the corpus was. */
export const readPrompt = (model: OpenedModel, text: string): Reading =>
  Effect.gen(function* () {
    const prompt = yield* encode(model, text);
    yield* read(model, undefined, prompt.ids.slice(prompt.from));
    return prompt;
  });

/**
 * Puts the model's last row behind a prompt that follows a text: what the first row has read, and the
 * token that was drawn last. A sentence starts afresh, as in training; in a stream a new line or
 * sentence begins. An empty prompt changes nothing: the text goes on.
 */
export const readOn = (model: OpenedModel, text: string, last: number): Reading =>
  Effect.gen(function* () {
    const { vocabulary, preparation } = model;
    const { end } = vocabulary;
    const start = sentenceStart(vocabulary, preparation);
    if (text === "") {
      const isOver = last === end && start !== undefined;
      yield* isOver ? read(model, undefined, [start]) : read(model, last, []);
      return { ids: [last], from: 0, unknown: [], dropped: 0, finished: false };
    }
    const breaks = isTokenStream(preparation) &&
      lineBreakToken(vocabulary, preparation) !== undefined;
    const prompt = yield* encode(model, breaks ? `\n${text}` : text);
    const after = preparation.layout.kind === "contiguous" ? last : undefined;
    yield* read(model, after, prompt.ids.slice(prompt.from));
    return prompt;
  });

const encode = ({ vocabulary, preparation }: OpenedModel, text: string): Reading =>
  Effect.try({
    try: () => encodePrompt(text, vocabulary, preparation),
    catch: corpusFailure("--prompt"),
  }).pipe(Effect.tap(tellOfPrompt));

/** @param after the first row's last token, if its text goes on */
const read = ({ inference }: OpenedModel, after: number | undefined, ids: readonly number[]) =>
  runGates(() => {
    const row = inference.rows - 1;
    if (after === undefined) inference.begin(row);
    else inference.copy(0, row);
    inference.read(row, Int32Array.from(after === undefined ? ids : [after, ...ids]));
  });

const tellOfPrompt = Effect.fnUntraced(function* (
  { unknown, from, dropped, finished }: EncodedPrompt,
) {
  if (unknown.length > 0) {
    yield* Effect.logInfo(`Not in the vocabulary, treated as unknown: ${nameList(unknown)}`);
  }
  if (finished) {
    yield* Effect.logInfo(
      "The prompt is a finished sentence, so a new one begins that does not depend on it: " +
        "the model was trained on each sentence by itself",
    );
  } else if (from > 0) {
    yield* Effect.logInfo(
      "Only the prompt's last sentence is read: the model was trained on each by itself",
    );
  }
  if (dropped > 0) yield* Effect.logInfo("Sentences without words are left out, as in training");
});
