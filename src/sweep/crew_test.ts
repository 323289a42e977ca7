import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { crewFor } from "./crew.ts";

const crew = (parallel?: number, workers?: number, oversubscribe = false) =>
  Result.getOrThrow(crewFor({ parallel, workers, oversubscribe }, 8));

describe("crewFor", () => {
  it("shares out the processors", () => {
    assert.deepEqual(crew(), { parallel: 8, workers: 1 });
    assert.deepEqual(crew(undefined, 3), { parallel: 2, workers: 3 });
    assert.deepEqual(crew(3), { parallel: 3, workers: 2 });
    assert.deepEqual(crew(1), { parallel: 1, workers: 8 });
    assert.deepEqual(crew(0), { parallel: 0, workers: 8 });
    assert.deepEqual(crew(4, 2), { parallel: 4, workers: 2 });
  });

  it("gives no more threads than there are processors, unless asked to", () => {
    const refused = crewFor({ parallel: 5, workers: 2, oversubscribe: false }, 8);
    assert.match(
      Result.getOrThrow(Result.flip(refused)).message,
      /^--parallel 5 with 2 workers each wants 10 threads, but there are 8 processors: /,
    );
    assert.deepEqual(crew(5, 2, true), { parallel: 5, workers: 2 });
  });
});
