import { Effect } from "effect";
import type { GenerationOptions } from "./generation_options.ts";

/**
 * Says that the text is seeded, unless a seed was asked for or chance plays no part.
 *
 * @param asked the seed, if one was asked for
 */
export const tellOfSeed = (
  { seed, temperature }: Pick<GenerationOptions, "seed" | "temperature">,
  asked: number | undefined,
): Effect.Effect<void> =>
  asked !== undefined || temperature === 0 ? Effect.void : Effect.logInfo(
    `Seed ${seed}: writes the same text each time; --seed N writes another`,
  );
