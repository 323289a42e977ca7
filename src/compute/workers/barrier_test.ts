import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { control, controlWords, mostPhases } from "../plan/control.ts";
import { Abandoned, leave, meet, readProgress, resetPhases, takePiece } from "./barrier.ts";

const makeWords = () => new Int32Array(new SharedArrayBuffer(4 * controlWords));

describe("takePiece", () => {
  it("gives each piece of each phase once", () => {
    const words = makeWords();
    assert.deepEqual([0, 0, 1, 0, 1].map((phase) => takePiece(words, phase)), [0, 1, 0, 2, 1]);
  });

  it("begins again after a reset", () => {
    const words = makeWords();
    for (let phase = 0; phase < mostPhases; phase++) takePiece(words, phase);
    resetPhases(words, mostPhases);
    for (let phase = 0; phase < mostPhases; phase++) assert.equal(takePiece(words, phase), 0);
  });
});

describe("meet", () => {
  it("lets the last worker pass, and all others after it", () => {
    const words = makeWords();
    meet(words, 3, 1, true);
    resetPhases(words, mostPhases);
    assert.throws(() => {
      Atomics.store(words, control.failed, 1);
      meet(words, 3, 2, true);
    }, Abandoned);
    meet(words, 3, 2, false);
  });
});

describe("leave", () => {
  it("tells the last worker of each program", () => {
    const words = makeWords();
    assert.deepEqual([leave(words, 2), leave(words, 2)], [false, true]);
    resetPhases(words, mostPhases);
    assert.deepEqual([leave(words, 1)], [true]);
  });
});

describe("readProgress", () => {
  it("changes with every piece that is taken and every worker that ends a phase", () => {
    const words = makeWords();
    const seen = [readProgress(words, mostPhases)];
    for (
      const go of [
        () => takePiece(words, 2),
        () => meet(words, 2, 1, false),
        () => leave(words, 9),
      ]
    ) {
      go();
      seen.push(readProgress(words, mostPhases));
    }
    assert.equal(new Set(seen).size, 4);
  });
});
