/** Weights and a vocabulary in files of their own, such as another program wrote. */
import { readFileSync } from "node:fs";
import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { sha256 } from "../../base/files/sha256.ts";
import { statusOf } from "../../base/files/is_there.ts";
import { mostParameters } from "../../model/parameter_count.ts";
import { maximumVocabularyBytes } from "../../run/existing_run.ts";
import { decodeSafetensors, type Tensors } from "../../run/tensors/safetensors.ts";
import { isPrivate } from "../../text/sources/is_private.ts";
import type { Vocabulary } from "../../text/vocabulary/vocabulary.ts";
import { decodeVocabulary } from "../../text/vocabulary/vocabulary_file.ts";

/** Most bytes of weights: the largest model in float64, which float32 fills half. */
const maximumWeightsBytes = 8 * mostParameters;

/** What a file of weights holds. */
export interface WeightsFile {
  readonly tensors: Tensors;
  /** SHA-256 of its bytes. */
  readonly weightsHash: string;
  /** Others may not read it. */
  readonly isPrivate: boolean;
}

/** Reads the tensors of a safetensors file. */
export const readWeightsFile = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<WeightsFile, InputError> {
  const bytes = yield* readWhole(path, maximumWeightsBytes);
  const tensors = yield* Effect.fromResult(decodeSafetensors(bytes, path));
  return { tensors, weightsHash: sha256(bytes), isPrivate: isPrivate(path, true) };
});

/** Reads a vocabulary's file: a `vocabulary.json` or a `tokenizer.json`. */
export const readVocabularyFile = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<Vocabulary, InputError> {
  const bytes = yield* readWhole(path, maximumVocabularyBytes);
  return yield* Effect.fromResult(
    decodeVocabulary(new TextDecoder().decode(bytes), JSON.stringify(path)),
  );
});

const readWhole = Effect.fnUntraced(function* (
  path: string,
  limit: number,
): Effect.fn.Return<Uint8Array, InputError> {
  const status = yield* tryRead(path, () => statusOf(path));
  if (!status?.isFile()) return yield* new UnfitModelFile({ path, fault: "no file" });
  if (status.size > limit) {
    return yield* new UnfitModelFile({ path, fault: { bytes: status.size, limit } });
  }
  return yield* tryRead(path, () => new Uint8Array(readFileSync(path)));
});

/** A file that can't hold weights or a vocabulary. */
class UnfitModelFile extends InputError.extend<UnfitModelFile>("UnfitModelFile")({
  _tag: Schema.tag("UnfitModelFile"),
  path: Schema.String,
  fault: Schema.Union([
    Schema.Literal("no file"),
    Schema.Struct({ bytes: Schema.Number, limit: Schema.Number }),
  ]),
}) {
  override get message(): string {
    const { path, fault } = this;
    return fault === "no file"
      ? `There is no file "${path}"`
      : `"${path}" is ${fault.bytes} bytes long, expected at most ${fault.limit}`;
  }
}
