import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { SweepDefinition } from "./definition.ts";
import { incompatibleChanges } from "./incompatible_changes.ts";
import { describeChange } from "./sweep_change.ts";

const base: SweepDefinition = {
  experiment: { name: "a", model: { cell: "gru", hidden: 8 } },
  corpus: "c",
  gates: null,
  objective: { metric: "valid.loss", goal: "minimize" },
  search: { kind: "tpe", trials: 10, seed: 7 },
  space: [
    { path: "model.cell", domain: { values: ["gru", "lstm"] } },
    { path: "model.hidden", domain: { min: 8, max: 32, step: 8, integer: true } },
  ],
  stop: "none",
  repeats: 1,
  failures: "continue",
  limits: { time: null, trials: 10 },
  rungs: [3],
  unit: "epochs",
};
const changes = (after: Partial<SweepDefinition>, begun = 5) =>
  incompatibleChanges(base, { ...base, ...after }, begun).map(describeChange);
const [cell, hidden] = base.space;

describe("incompatibleChanges", () => {
  it("lets what only adds pass", () => {
    assert.deepEqual(changes({}), []);
    assert.deepEqual(
      changes({
        search: { kind: "tpe", trials: 99, seed: 7 },
        limits: { time: 60, trials: 99 },
        failures: "stop",
        space: [
          { path: "model.cell", domain: { values: ["rnn", "lstm", "gru"] } },
          { path: "model.hidden", domain: { min: 0, max: 64, step: 8, integer: true } },
        ],
      }),
      [],
    );
  });

  it("names what differs by its key", () => {
    assert.deepEqual(changes({ search: { kind: "random", trials: 10, seed: 7 }, corpus: "d" }), [
      "The corpus holds other bytes",
      'search.kind: was "tpe", is "random"',
    ]);
    assert.deepEqual(changes({ experiment: { name: "a", model: { cell: "gru" } } }), [
      "experiment.model.hidden: was 8, is nothing",
    ]);
    assert.deepEqual(changes({ limits: { time: null, trials: 4 } }), [
      "5 trials were started, more than the 4 that the file now allows",
    ]);
  });

  it("refuses a narrower space", () => {
    assert.deepEqual(
      changes({
        space: [
          { path: "model.cell", domain: { values: ["gru"] } },
          { path: "model.hidden", domain: { min: 16, max: 32, step: 4, integer: true } },
        ],
      }),
      [
        'space.model.cell.values: "lstm" is gone',
        "space.model.hidden.min: was 8, is 16",
        "space.model.hidden.step: was 8, is 4",
      ],
    );
    assert.deepEqual(
      changes({
        space: [cell!, {
          path: "model.hidden",
          domain: { min: 4, max: 32, step: 8, integer: true },
        }],
      }),
      ["space.model.hidden.min: was 8, from which steps do not lead to 4"],
    );
    assert.deepEqual(changes({ space: [cell!] }), ["space.model.hidden: is no longer searched"]);
    assert.deepEqual(
      changes({ space: [cell!, { ...hidden!, when: { "model.cell": ["gru"] } }] }),
      ['space.model.hidden.when.model.cell: was nothing, is ["gru"]'],
    );
    assert.deepEqual(
      changes({ space: [cell!, { path: "model.hidden", domain: { values: [8, 16] } }] }),
      ["space.model.hidden: was a range, is a list of values"],
    );
  });
});
