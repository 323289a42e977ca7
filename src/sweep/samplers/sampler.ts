/** Where a trial's values come from. */
import { Context, Layer } from "effect";
import { sampleGrid } from "./grid.ts";
import { sampleRandom } from "./random_search.ts";
import type { Sample } from "./sample.ts";
import type { SearchConfig } from "../schema.ts";
import { sampleTpe } from "./tpe.ts";

const samples: Readonly<Record<SearchConfig["kind"], Sample>> = {
  grid: sampleGrid,
  random: sampleRandom,
  tpe: sampleTpe,
};

/** The sampler of a sweep: grid, random or TPE. */
export class Sampler extends Context.Service<Sampler, {
  readonly kind: SearchConfig["kind"];
  readonly sample: Sample;
}>()("unroll/sweep/Sampler") {
  /** The sampler that the sweep's file names. */
  static readonly layer = (kind: SearchConfig["kind"]): Layer.Layer<Sampler> =>
    Layer.succeed(Sampler, { kind, sample: samples[kind] });
}
