/** From a sweep's file to all that a sweep needs, checked before anything runs. */
import { Effect, Result } from "effect";
import { dirname, isAbsolute, join } from "node:path";
import { fromHome } from "../../base/files/from_home.ts";
import { decode, placeFinding } from "../../config/decode.ts";
import { quote } from "../../config/expectation.ts";
import type { Finding } from "../../config/findings.ts";
import { placeAt, toPlain } from "../../config/located.ts";
import { mistakesError } from "../../config/mistake.ts";
import { type ConfigSource, readConfig, UnreadableConfig } from "../../config/read_config.ts";
import type { InputError } from "../../base/errors.ts";
import type { GateOptions } from "../../experiment/load_gates.ts";
import { type ReadExperiment, readExperiment } from "../../experiment/read_experiment.ts";
import { gridSize } from "../samplers/grid.ts";
import { readSpace } from "./read_space.ts";
import { SweepFile } from "../schema.ts";
import type { Space } from "../space/space.ts";
import { checkSpace } from "./check_space.ts";

/** A sweep that may begin. */
export interface ReadSweep {
  readonly file: SweepFile;
  readonly space: Space;
  /** The experiment that values of the space are set over. */
  readonly experiment: ReadExperiment;
  /** Most trials: those of the search or of the grid, within `limits.trials`. */
  readonly trials: number;
  readonly source: ConfigSource;
}

/**
 * Reads the sweep at `path` and its experiment, and checks every value of the space against the
 * experiment's schema. The error lists all mistakes as `file:line:column: path: Message`.
 */
export const readSweep = Effect.fnUntraced(function* (
  path: string,
  options: GateOptions = {},
): Effect.fn.Return<ReadSweep, InputError> {
  const source = yield* readConfig(path, [], SweepFile.ast);
  const refuse = (found: readonly Finding[]) =>
    mistakesError(found.map((finding) => placeFinding(finding, source.located)));
  const decoded = decode(SweepFile, toPlain(source.located));
  if (Result.isFailure(decoded)) return yield* refuse(decoded.failure);
  const file = decoded.success;
  const { space, mistakes } = readSpace(file);
  const experiment = yield* readItsExperiment(file, source, options);
  const { space: checked, mistakes: more } = checkSpace(file, space, mistakes, experiment);
  const found = [...mistakes, ...more];
  if (found.length > 0) return yield* refuse(found);
  return { file, space: checked, experiment, trials: trialLimit(file, checked), source };
});

/** The experiment, whose path starts from the sweep's file. */
const readItsExperiment = (
  { experiment: written }: SweepFile,
  { located }: ConfigSource,
  options: GateOptions,
): Effect.Effect<ReadExperiment, InputError> => {
  const place = placeAt(located, ["experiment"]);
  const experiment = fromHome(written);
  const path = isAbsolute(experiment) ? experiment : join(dirname(place.source.label), experiment);
  return readExperiment(path, { ...options, named: true }).pipe(
    Effect.catchIf(
      (error) => error instanceof UnreadableConfig,
      ({ cause }) =>
        Effect.fail(mistakesError([
          { place, path: ["experiment"], message: cause.naming(quote(path)) },
        ])),
    ),
  );
};

function trialLimit({ search, limits }: SweepFile, space: Space): number {
  const wanted = search.kind === "grid" ? gridSize(space) : search.trials;
  return Math.min(wanted, limits.trials ?? wanted);
}
