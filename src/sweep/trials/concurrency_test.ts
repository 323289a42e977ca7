import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { concurrencyFor } from "./concurrency.ts";

const concurrency = (parallel?: number, workers?: number, oversubscribe = false) =>
  Result.getOrThrow(concurrencyFor({ parallel, workers, oversubscribe }, 8));

describe("concurrencyFor", () => {
  it("shares out the processors", () => {
    assert.deepEqual(concurrency(), { parallel: 8, workers: 1 });
    assert.deepEqual(concurrency(undefined, 3), { parallel: 2, workers: 3 });
    assert.deepEqual(concurrency(3), { parallel: 3, workers: 2 });
    assert.deepEqual(concurrency(1), { parallel: 1, workers: 8 });
    assert.deepEqual(concurrency(0), { parallel: 0, workers: 8 });
    assert.deepEqual(concurrency(4, 2), { parallel: 4, workers: 2 });
  });

  it("gives no more threads than there are processors, unless asked to", () => {
    const refused = concurrencyFor({ parallel: 5, workers: 2, oversubscribe: false }, 8);
    assert.match(
      Result.getOrThrow(Result.flip(refused)).message,
      /^--parallel 5 with 2 workers each needs 10 threads, but there are 8 processors: /,
    );
    assert.deepEqual(concurrency(5, 2, true), { parallel: 5, workers: 2 });
  });
});
