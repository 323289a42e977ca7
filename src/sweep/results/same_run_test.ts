import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { formatNumbers, formatRuns, groupByRun } from "./same_run.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";

const trial = (number: number, ...runs: string[]): ViewedTrial => ({
  number,
  values: {},
  state: "finished",
  rungs: [],
  runs,
});
const trials = [
  trial(4, "a"),
  trial(1, "b", "c"),
  trial(2),
  trial(0, "a"),
  trial(3),
  trial(5, "b", "c"),
  trial(6, "b"),
];

describe("groupByRun", () => {
  it("joins trials of the same runs, where the first one stood", () => {
    const numbers = groupByRun(trials).map((group) => group.map(({ number }) => number));
    assert.deepEqual(numbers, [[4, 0], [1, 5], [2], [3], [6]]);
  });
});

describe("formatRuns", () => {
  it("tells a run once", () => {
    const same = "the run of trial ";
    assert.deepEqual(formatRuns(trials), ["a", "b, c", "", `${same}4`, "", `${same}1`, "b"]);
  });
});

describe("formatNumbers", () => {
  it("is short", () => {
    const all = Array.from({ length: 12 }, (_, number) => trial(number));
    const shown = [1, 3, 4, 12].map((count) => formatNumbers(all.slice(0, count)));
    assert.deepEqual(shown, ["0", "0, 1, 2", "0, 1, 2 and 1 more", "0, 1, 2 and 9 more"]);
  });
});
