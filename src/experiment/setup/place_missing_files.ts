import { Effect } from "effect";
import { type InputError, isInputError } from "../../base/errors.ts";
import { excerpt } from "../../config/excerpt.ts";
import { placeAt } from "../../config/located.ts";
import { mistakesError } from "../../config/mistake.ts";
import type { ConfigSource } from "../../config/read_config.ts";
import { similarFile } from "../../config/read_text.ts";
import { MissingFiles } from "../../text/sources/missing_files.ts";

/**
 * Tells of missing files of a corpus where the config names them, with its line.
 *
 * @param source undefined where the experiment is an object of a program
 */
export const placeMissingFiles =
  (source: ConfigSource | undefined) =>
  <A, E, R>(effect: Effect.Effect<A, E | InputError, R>): Effect.Effect<A, E | InputError, R> =>
    source === undefined ? effect : effect.pipe(
      Effect.catchIf(
        isInputError,
        (error) =>
          Effect.flatMap(
            placed(error, source),
            (placed): Effect.Effect<never, InputError> => Effect.fail(placed),
          ),
      ),
    );

const placed = Effect.fnUntraced(function* (
  error: InputError,
  { located }: ConfigSource,
): Effect.fn.Return<InputError> {
  if (!(error instanceof MissingFiles)) return error;
  const path = error.key.split(".");
  const place = placeAt(located, path);
  const { fault } = error;
  const similar = fault.kind === "no file" ? yield* similarFile(fault.path) : undefined;
  const hint = similar === undefined ? "" : `, did you mean ${JSON.stringify(similar)}?`;
  const lines = yield* excerpt(place);
  const message = `${error.reason}${hint}${lines === undefined ? "" : `\n${lines}`}`;
  return mistakesError([{ place, path, message }]);
});
