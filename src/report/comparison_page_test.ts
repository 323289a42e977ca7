import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { comparisonPage } from "./comparison_page.ts";
import type { RunView } from "./run_view.ts";
import { madeLines, madeManifest } from "./test_views.ts";

const run = (name: string, settings: RunView["settings"], seed = 1): RunView => ({
  directory: `runs/${name}`,
  manifest: madeManifest({
    seed,
    outcome: { status: "finished", steps: 9, epochs: 1, best: seed },
  }),
  config: "",
  settings: { seed, ...settings },
  lines: madeLines,
  trainingSeconds: 10,
});

describe("the page of a comparison", () => {
  it("shows what differs first, then results, seeds and curves", () => {
    const page = comparisonPage([
      run("a-1", { "model.cell": "gru" }, 1),
      run("a-2", { "model.cell": "gru" }, 2),
      run("b-1", { "model.cell": "<b>" }, 3),
      run("b-2", { "model.cell": "<b>" }, 5),
    ]);
    const headings = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
    assert.deepEqual(headings, ["What differs", "Results", "Over seeds", "Curves"]);
    assert.match(page, /model\.<wbr>cell|model\.cell/);
    assert.match(page, /&lt;b&gt;/);
    assert.match(
      page,
      /a-1, a-2<\/td><td class="number">2<\/td><td class="number">1\.5000 ± 0\.5000/,
    );
    assert.match(page, /<td class="number">2\.2<\/td>/);
    assert.match(page, /Validation loss/);
    assert.doesNotMatch(page, /can't be\s+compared/);
  });

  it("warns where losses are of other tokens, and leaves out what is not there", () => {
    const page = comparisonPage([
      { ...run("a", { "batch.kind": "sentences" }), lines: [] },
      { ...run("b", { "batch.kind": "contiguous" }), lines: [] },
    ]);
    assert.match(page, /can't be\s+compared: the runs differ in batch\.kind/);
    assert.doesNotMatch(page, /Curves|Over seeds/);
  });
});
