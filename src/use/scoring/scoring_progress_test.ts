import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { renderScoring, scoringProgress } from "./scoring_progress.ts";

describe("renderScoring", () => {
  it("shows a bar and the time left where the length is known", () => {
    const progress = { lines: 1200, share: 0.25, seconds: 10 };
    assert.equal(
      renderScoring(progress, 80),
      "scoring  [######..................]  1,200 lines  120 lines/s  0:30 left",
    );
    assert.equal(renderScoring(progress, 50), "scoring  1,200 lines  120 lines/s  0:30 left");
    assert.equal(renderScoring(progress, 24), "scoring  1,200 lines");
    const unknown = { ...progress, share: undefined };
    assert.equal(renderScoring(unknown, 80), "scoring  1,200 lines  120 lines/s");
  });
  it("never reaches the last column", () => {
    const progress = fc.record({
      lines: fc.nat(),
      share: fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: undefined }),
      seconds: fc.double({ min: 1, max: 1e6, noNaN: true }),
    });
    fc.assert(fc.property(progress, fc.integer({ min: 1, max: 150 }), (progress, columns) => {
      assert.ok(renderScoring(progress, columns).length < columns);
    }));
  });
});

describe("scoringProgress", () => {
  it("shows nothing of what is done at once", () => {
    const drawn: string[] = [];
    const time = { now: 5 };
    const screen = {
      live: true,
      columns: () => 80,
      draw: (text: string) => void drawn.push(text),
      clear: () => {},
      print: () => {},
    };
    const progress = scoringProgress(screen, 100, () => time.now);
    progress.draw(10, 50);
    assert.deepEqual(drawn, []);
    time.now = 9;
    progress.draw(20, 50);
    assert.equal(drawn.length, 1);
    assert.match(drawn[0]!, /20 lines {2}5 lines\/s {2}0:04 left$/);
  });
});
