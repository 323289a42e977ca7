import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError } from "../src/base/errors.ts";
import { evaluateRun } from "./evaluate.ts";

describe("evaluateRun", () => {
  it("refuses a text and a part of the corpus at once", async () => {
    const options = { run: "none", split: "test", text: "mine.txt" } as const;
    const error = await Effect.runPromise(Effect.flip(Effect.scoped(evaluateRun(options))));
    assert.ok(error instanceof InputError);
    assert.equal(error.message, "Expected --text or --split, got both (mine.txt, test)");
  });
});
