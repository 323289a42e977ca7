/** What a trained model makes of a text. */
import { Effect, Schema } from "effect";
import { atOnce } from "../../base/slices.ts";
import { InputError, type RunError } from "../../base/errors.ts";
import { copyNetwork } from "../../compute/reference/network.ts";
import { runGates } from "../../compute/run_gates.ts";
import { parameterCount } from "../../model/parameter_count.ts";
import { type LineTokens, tokenizeLines } from "../../text/tokens/tokenize_lines.ts";
import { openLoaded } from "../generation/open_model.ts";
import type { LoadedRun } from "../load_run.ts";
import {
  type Following,
  followingTokens,
  type MeasuredToken,
  tokenMeter,
} from "../page/measure_text.ts";
import { type FollowingUnit, followingUnits } from "./following_units.ts";
import { gradientByLag, type LagNorms } from "./gradient_by_lag.ts";
import { tokenVectors } from "./nearest_tokens.ts";
import { stateValues } from "./state_values.ts";
import { textFeatures } from "./text_features.ts";
import { type TokenMap, tokenMap } from "./token_map.ts";

export interface Insight {
  /** The tokens that are predicted, in order. */
  readonly tokens: readonly MeasuredToken[];
  /** Whether the text is longer than what was read. */
  readonly isCut: boolean;
  readonly units: readonly FollowingUnit[];
  readonly lags: LagNorms;
  readonly map: TokenMap;
}

/** Tokens that are read, at most and at least, and products of all of them together. */
const most = 2000, least = 100, work = 4e9;

/** Units that are shown. */
const mostUnits = 8;

/** A text of which nothing can be predicted. */
export class NothingToLookAt extends InputError.extend<NothingToLookAt>("NothingToLookAt")({
  _tag: Schema.tag("NothingToLookAt"),
}) {
  override get message(): string {
    return "--text: Expected a text that has tokens to predict";
  }
}

/**
 * Reads the beginning of a text, as far as takes some seconds, in float64 but for the probabilities.
 * Fails where the text has no token to predict.
 */
export const lookInto = Effect.fn("lookInto")(function* (
  loaded: LoadedRun,
  text: string,
): Effect.fn.Return<Insight, InputError | RunError> {
  if (text.trim() === "") return yield* new NothingToLookAt();
  const { model, weights } = loaded;
  const opened = yield* openLoaded(loaded, 1);
  const [whole] = yield* tokenizeLines([text], opened.vocabulary, opened.preparation);
  const room = Math.max(least, Math.min(most, Math.floor(work / parameterCount(model))));
  const line = beginningOf(whole!, room);
  if (predicted(line) === 0) return yield* new NothingToLookAt();
  const { network } = copyNetwork(model, weights);
  const following = [...followingTokens(line, opened)];
  const measure = tokenMeter(opened, 0);
  const tokens = yield* runGates(() => following.map(measure));
  yield* Effect.yieldNow;
  const values = yield* runGates(() => atOnce(stateValues(network, line.rows)));
  yield* Effect.yieldNow;
  const lags = yield* runGates(() => atOnce(gradientByLag(network, line.rows)));
  const features = textFeatures(following.map(({ text }) => text), rowStarts(following));
  return {
    tokens,
    isCut: predicted(whole!) > predicted(line),
    units: followingUnits(values, features, mostUnits),
    lags,
    map: tokenMap(opened, tokenVectors(model, weights), following.map(({ token }) => token)),
  };
});

const predicted = ({ rows }: LineTokens): number =>
  rows.reduce((sum, { length }) => sum + length - 1, 0);

/** The first rows, with so many predicted tokens at most. */
function beginningOf({ rows, unknown }: LineTokens, room: number): LineTokens {
  let left = room;
  const kept = rows.map((row) => {
    const short = row.subarray(0, left + 1);
    left -= short.length - 1;
    return short;
  });
  return { rows: kept.filter(({ length }) => length > 1), unknown };
}

const rowStarts = (following: readonly Following[]): readonly boolean[] =>
  following.map(({ begins }) => begins);
