import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { type MetricsLine, metricsLine, rollbackLine } from "../training/metrics/metrics_line.ts";
import { runReport } from "./run_report.ts";
import { assertWellFormed } from "./test_markup.ts";
import { madeLines, madeManifest, madeRun } from "./test_views.ts";

describe("the report of a run", () => {
  const page = runReport(madeRun());

  it("shows curves, config and manifest", () => {
    assertWellFormed(page);
    for (const title of ["Loss", "Learning rate", "Gradient norm", "Config", "Manifest"]) {
      assert(page.includes(title), title);
    }
    assert(page.includes("hidden: 32"));
    assert(page.includes('aria-label="Loss"'));
    assert(page.includes("deno 2.9.6"));
    assert(page.includes("made-abababab"));
  });

  it("fetches nothing and runs nothing", () => {
    assert(!/<script|<link|<img|<iframe|@import|url\(/i.test(page));
    assert(!/https?:\/\//.test(page));
    assert(!/\s(?:src|href|on\w+)=/i.test(page));
    assert(page.includes("default-src 'none'"));
  });

  it("draws each line through its points", () => {
    const [, path = ""] = /class="line c0" d="([^"]+)"/.exec(page) ?? [];
    assert.equal(path.split(/[ML]/).length - 1, 10);
    assert.equal([...page.matchAll(/<circle class="dot c1"/g)].length, 2);
  });

  it("shows the texts of a stranger's run as texts", () => {
    const evil = `</pre><script>alert(1)</script>"'&`;
    const strange = runReport(madeRun({
      directory: `runs/${evil.replaceAll("/", "")}`,
      config: evil,
      manifest: madeManifest({
        name: evil,
        command: [evil],
        outcome: { status: "failed", message: evil, steps: 0, epochs: 0, best: null },
      }),
    }));
    assertWellFormed(strange);
    assert(!strange.includes("<script"));
    assert(strange.includes("&lt;script&gt;alert(1)"));
  });

  it("leaves out what was not measured", () => {
    const bare = runReport(madeRun({ lines: [] }));
    assertWellFormed(bare);
    assert(bare.includes("no lines of metrics"));
    assert(!bare.includes("<svg"));
    const training = runReport(madeRun({
      lines: madeLines.filter(({ split }) => split === "train"),
    }));
    assert(!training.includes("last validation loss"));
    assert(!/<\/i>validation/.test(training));
  });

  const pointsOf = (lines: readonly MetricsLine[]): number => {
    const [, path = ""] = /class="line c0" d="([^"]+)"/.exec(runReport(madeRun({ lines }))) ?? [];
    return path.split(/[ML]/).length - 1;
  };
  const line = { step: 10, epoch: 1, tokens: 1000, split: "train" } as const;

  it("shows a loss whose perplexity is beyond all numbers, and says so", () => {
    const lines = [10, 20, 30].map((step) =>
      metricsLine({ ...line, step, loss: 1e5 * step, learningRate: 1000 })
    );
    assert.equal(pointsOf(lines), 3);
    const page = runReport(madeRun({ lines }));
    assertWellFormed(page);
    assert(page.includes("<td>30</td><td>train</td><td>perplexity is Infinity</td>"));
    assert(!page.includes("no lines of metrics"));
  });

  it("passes over lines that measure something else or hold no number", () => {
    const look = metricsLine({ ...line, loss: 3, note: "sentence loss 30" });
    const back = rollbackLine({
      ...{ step: 10, epoch: 1, tokens: 1000 },
      ...{ from: 15, rateFactor: 0.5, seen: "loss is NaN" },
    });
    const lost = metricsLine({ ...line, loss: NaN, learningRate: 1 });
    assert.equal(pointsOf([...madeLines, look, back, lost]), 10);
    assert(runReport(madeRun({ lines: [look, back] })).includes("no finite number to plot"));
    const page = runReport(madeRun({ lines: [look, back, lost] }));
    for (const note of ["sentence loss 30", "rolled back from step 15", "loss is NaN"]) {
      assert(page.includes(note), note);
    }
  });

  it("shows the last of many notes", () => {
    const lines = Array.from(
      { length: 50 },
      (_, step) => metricsLine({ ...line, step, loss: 1e4, learningRate: 1 }),
    );
    const page = runReport(madeRun({ lines }));
    assert.equal(page.split("perplexity is Infinity").length - 1, 20);
    assert(page.includes("30 earlier ones are in metrics.jsonl"));
  });
});
