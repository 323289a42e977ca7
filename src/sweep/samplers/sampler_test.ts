import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { Sampler } from "./sampler.ts";
import type { SearchConfig } from "../schema.ts";
import { branin, hartmann6, type TestObjective } from "../test_objectives.ts";
import type { Trial } from "../trial.ts";

/** The least value of a search of so many trials, one after the other. */
const search = (kind: SearchConfig["kind"], objective: TestObjective, seed: number, trials = 60) =>
  Effect.gen(function* () {
    const { sample } = yield* Sampler;
    const { space } = objective;
    const history: Trial[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const values = sample({ space, seed, goal: "minimize", trial, history });
      assert(values !== "exhausted");
      history.push({
        number: trial,
        values,
        state: "finished",
        objective: objective.value(values),
        rungs: [],
      });
    }
    return Math.min(...history.map(({ objective: value }) => value!));
  }).pipe(Effect.provide(Sampler.layer(kind)), Effect.runSync);

/** The median over 20 seeds, by the mean of the two middle ones. */
function medianOfSeeds(kind: SearchConfig["kind"], objective: TestObjective): number {
  const best = Array.from({ length: 20 }, (_, seed) => search(kind, objective, seed))
    .sort((a, b) => a - b);
  return (best[9]! + best[10]!) / 2;
}

describe("TPE against random search, medians over 20 seeds at 60 trials", () => {
  // The figures stand in docs/sweeps.md.
  for (const [name, objective] of Object.entries({ branin, hartmann6 })) {
    it(`is nearer to the minimum of ${name}`, () => {
      const tpe = medianOfSeeds("tpe", objective);
      const random = medianOfSeeds("random", objective);
      assert(tpe >= objective.minimum - 1e-5);
      assert(tpe < random, `${tpe} and ${random}`);
    });
  }
});
