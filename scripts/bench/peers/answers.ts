/** What a peer's process answers: a JSON object a line, checked before it is believed. */
import { Result, Schema } from "effect";
import { type RunError } from "../../../src/base/errors.ts";
import { BenchFailed } from "../bench_error.ts";

/** A peer's first answer, once it has made its first updates. */
export const Ready = Schema.Struct({
  /** Name and version. */
  system: Schema.String,
  /** The fastest form of the program, which is measured from now on. */
  chosen: Schema.String,
  /** What is compared with ours, for each form that was tried; empty for another model. */
  forms: Schema.Record(
    Schema.String,
    Schema.Struct({
      /** Mean loss a token, in nats, of each checked update. */
      losses: Schema.Array(Schema.Finite),
      /** Distance of each tensor from its first value after them: root of the sum of squares. */
      moved: Schema.Record(Schema.String, Schema.Finite),
    }),
  ),
  /** GFLOP/s of its float32 product of two 512 × 512 matrices. */
  productGigaflops: Schema.optionalKey(Schema.Finite),
});
export type Ready = typeof Ready.Type;

const Measured = Schema.Struct({
  tokens: Schema.Finite,
  seconds: Schema.Finite.check(Schema.isGreaterThan(0)),
});

const readyOf = Schema.decodeUnknownResult(Schema.fromJsonString(Ready));
const measuredOf = Schema.decodeUnknownResult(Schema.fromJsonString(Measured));

const believe = <A>(decoded: Result.Result<A, unknown>, line: string): Result.Result<A, RunError> =>
  Result.mapError(
    decoded,
    () => new BenchFailed({ problem: `A peer answered "${line.slice(0, 200)}"` }),
  );

export const parseReady = (line: string): Result.Result<Ready, RunError> =>
  believe(readyOf(line), line);

/** Tokens a second of an answer to `measure`. */
export const parseMeasured = (line: string): Result.Result<number, RunError> =>
  Result.map(believe(measuredOf(line), line), ({ tokens, seconds }) => tokens / seconds);
