import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect, Stream } from "effect";
import { effect } from "../../base/test_effect.ts";
import { windowsOf } from "./windows_of.ts";

describe("windowsOf", () => {
  effect("numbers the lines and never holds many of them", function* () {
    const long = "x".repeat(100_000);
    let taken = 0;
    async function* source() {
      for (; taken < 10; taken++) yield `${taken}${long}`;
    }
    const sizes: number[] = [];
    yield* Stream.runForEach(windowsOf(source()), ({ lines }) =>
      Effect.sync(() => {
        assert.equal(lines[0]!.line, 1 + sizes.reduce((sum, size) => sum + size, 0));
        sizes.push(lines.length);
        assert.ok(taken <= lines.at(-1)!.line, "no line is taken before it is wanted");
      }));
    assert.deepEqual(sizes, [3, 3, 3, 1]);
  });
});
