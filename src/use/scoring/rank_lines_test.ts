import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Stream } from "effect";
import { effect } from "../../base/test_effect.ts";
import { rankLines } from "./rank_lines.ts";
import { scoredLine } from "./test_scored.ts";

describe("rankLines", () => {
  effect("sorts the lines of an id, best first, those without a score last", function* () {
    const lines = Stream.make(
      scoredLine("a\t1", null),
      scoredLine("a\t2", -5),
      scoredLine("a\t3", -4),
      scoredLine("b\t4", -6),
      scoredLine("a\t5", -8),
      scoredLine("a\t6", -8),
      scoredLine("a\t7", -7),
    );
    const groups = yield* Stream.runCollect(rankLines(lines, 1));
    assert.deepEqual(
      groups.map((group) => group.map(({ of }) => of.columns![1]).join("")),
      ["321", "4", "756"],
    );
  });
});
