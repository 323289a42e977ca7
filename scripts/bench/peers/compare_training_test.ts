import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { compareTraining } from "./compare_training.ts";

const ours = { losses: [3, 2.5, 2.25], moved: { "output.weight": 0.5, "rnn.weight_hh_l0": 0.25 } };

describe("compareTraining", () => {
  it("gives the largest differences of what agrees", () => {
    const theirs = {
      losses: [3, 2.5 + 2 ** -15, 2.25],
      moved: { "output.weight": 0.5, "rnn.weight_hh_l0": 0.251 },
    };
    const { lossDifference, moveDifference, mistake } = compareTraining(ours, theirs, 1e-4);
    assert.equal(lossDifference, 2 ** -15);
    assert.ok(Math.abs(moveDifference - 0.004) < 1e-12);
    assert.equal(mistake, undefined);
  });

  it("names the first update that differs", () => {
    const theirs = { ...ours, losses: [3, 2.4, 2.1] };
    const { mistake } = compareTraining(ours, theirs, 1e-4);
    assert.equal(mistake, "update 2: loss 2.400000 in place of 2.500000");
  });

  it("sees weights that went elsewhere, whatever the losses say", () => {
    const theirs = { ...ours, moved: { ...ours.moved, "rnn.weight_hh_l0": 0.5 } };
    const { mistake } = compareTraining(ours, theirs, 1e-4);
    assert.equal(mistake, `"rnn.weight_hh_l0" moved by 0.5 in place of 0.25`);
  });

  it("takes what is missing for different", () => {
    const { mistake } = compareTraining(ours, { ...ours, losses: [3, 2.5] }, 1e-4);
    assert.equal(mistake, "2 losses in place of 3");
    const unmoved = compareTraining(ours, { ...ours, moved: { "output.weight": 0.5 } }, 1e-4);
    assert.equal(unmoved.mistake, `"rnn.weight_hh_l0" moved by NaN in place of 0.25`);
  });
});
