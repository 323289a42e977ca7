import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import assert from "node:assert/strict";
import { parseMeasured, parseReady } from "./answers.ts";

const messageOf = (result: Result.Result<unknown, Error>) =>
  Result.isFailure(result) ? result.failure.message : "nothing was refused";

describe("parseReady", () => {
  const forms = { loop: { losses: [2.5, 2.25], moved: { "output.weight": 0.5 } } };
  const ready = { system: "PyTorch 2", chosen: "loop", forms };

  it("reads a peer's first answer", () => {
    assert.deepEqual(Result.getOrThrow(parseReady(JSON.stringify(ready))), ready);
    const measured = { ...ready, productGigaflops: 99.5 };
    assert.deepEqual(Result.getOrThrow(parseReady(JSON.stringify(measured))), measured);
  });

  it("refuses losses that are no numbers, and what is no JSON", () => {
    const diverged =
      `{"system":"PyTorch 2","chosen":"loop","forms":{"loop":{"losses":[null],"moved":{}}}}`;
    assert.equal(messageOf(parseReady(diverged)), `A peer answered "${diverged}"`);
    assert.equal(messageOf(parseReady("[1 2]")), `A peer answered "[1 2]"`);
  });
});

describe("parseMeasured", () => {
  it("gives tokens a second", () => {
    assert.equal(Result.getOrThrow(parseMeasured(`{"tokens":500,"seconds":0.25}`)), 2000);
  });

  it("refuses a measurement that took no time", () => {
    assert.match(messageOf(parseMeasured(`{"tokens":500,"seconds":0}`)), /^A peer answered/);
    assert.match(messageOf(parseMeasured(`{"tokens":500}`)), /^A peer answered/);
  });
});
