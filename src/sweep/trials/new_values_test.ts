import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import type { SweepDefinition } from "../records/definition.ts";
import { newValues } from "./new_values.ts";
import { Sampler } from "../samplers/sampler.ts";
import type { Trial } from "../trial.ts";

const definition = (values: readonly number[], trials: number | null): SweepDefinition => ({
  experiment: {},
  corpus: "",
  gates: null,
  objective: { metric: "valid.loss", goal: "minimize" },
  search: { kind: "grid" },
  space: [{ path: "a", domain: { values: [1, 2] } }, { path: "b", domain: { values } }],
  stop: "none",
  repeats: 1,
  failures: "continue",
  limits: { time: null, trials },
  rungs: [1],
  unit: "epochs",
});

/** All values that a grid still gives, with trials that have these values already. */
const given = (known: readonly Trial["values"][], most: number | null, ...b: number[]) =>
  Effect.runSync(
    Effect.map(Sampler, (sampler) => {
      const trials: Trial[] = known.map((values, number) => (
        { number, values, state: "finished", rungs: [] }
      ));
      const source = newValues(sampler, definition(b, most), trials);
      const found = [];
      for (let values = source.next(); values !== undefined; values = source.next()) {
        found.push(values);
        trials.push({ number: trials.length, values, state: "running", rungs: [] });
        if (!source.mayBegin()) break;
      }
      return found;
    }).pipe(Effect.provide(Sampler.layer("grid"))),
  );

describe("the values of new trials", () => {
  it("are each combination of a grid once, also after it was widened", () => {
    const pairs = (list: Trial["values"][]) => list.map(({ a, b }) => `${a}${b}`);
    assert.deepEqual(pairs(given([], null, 5, 6)), ["15", "16", "25", "26"]);
    const before = [{ a: 1, b: 5 }, { b: 6, a: 1 }, { a: 2, b: 5 }, { a: 2, b: 6 }];
    assert.deepEqual(pairs(given(before, null, 4, 5, 6)), ["14", "24"]);
  });

  it("end with the limit", () => {
    assert.equal(given([], 3, 5, 6).length, 3);
  });
});
