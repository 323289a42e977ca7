/** What can go wrong with a benchmark. */
import { Schema } from "effect";
import { InputError, RunError } from "../../src/base/errors.ts";

/** A command line or machine that the benchmark can't work with. */
export class WrongBench extends InputError.extend<WrongBench>("WrongBench")({
  _tag: Schema.tag("WrongBench"),
  problem: Schema.String,
}) {
  override get message(): string {
    return this.problem;
  }
}

/** A measurement that failed, here or in a peer. */
export class BenchFailed extends RunError.extend<BenchFailed>("BenchFailed")({
  _tag: Schema.tag("BenchFailed"),
  problem: Schema.String,
}) {
  override get message(): string {
    return this.problem;
  }
}
