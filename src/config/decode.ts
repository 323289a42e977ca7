/** Decoding a config by a schema, with mistakes in a user's words. */
import { Result, Schema } from "effect";
import { decodeOptions, type Finding, findings } from "./findings.ts";
import { type Located, placeAt, placeInText } from "./located.ts";
import type { Mistake } from "./mistake.ts";
import { inWords } from "./wording.ts";

/** Decodes a plain value; unknown keys are mistakes, and all mistakes are found. */
export function decode<T>(
  schema: Schema.Decoder<T>,
  value: unknown,
): Result.Result<T, readonly Finding[]> {
  return Result.mapError(
    Schema.decodeUnknownResult(schema, decodeOptions)(value),
    (error) => findings(error.issue, schema.ast),
  );
}

/** A finding with the place where its key or value was written, if it was written anywhere. */
export function placeFinding(
  { path, what, message, at }: Finding,
  located: Located | undefined,
): Mistake {
  if (located === undefined) {
    const where = at === undefined ? "" : `Line ${at.line}, column ${at.column}: `;
    return { place: undefined, path, message: where + inWords(message) };
  }
  if (at === undefined) {
    return { place: placeAt(located, path, what), path, message: inWords(message) };
  }
  const lineInFile = (line: number) => {
    const { source, line: there } = placeInText(located, path, { line, column: 1 });
    return source.isFile ? there : line;
  };
  return { place: placeInText(located, path, at), path, message: inWords(message, lineInFile) };
}
