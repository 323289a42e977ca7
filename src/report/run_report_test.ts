import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { type MetricsLine, metricsLine, rollbackLine } from "../training/metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";
import { runReport } from "./run_report.ts";
import { assertWellFormed } from "./test_markup.ts";
import { madeLines, madeManifest, madeOldManifest, madeRun } from "./test_views.ts";

describe("the report of a run", () => {
  const page = runReport(madeRun());

  it("shows curves, config and manifest", () => {
    assertWellFormed(page);
    const titles = ["Loss", "Learning rate", "Gradient norm", "Model", "Corpus", "Config"];
    for (const title of [...titles, "Manifest"]) {
      assert(page.includes(title), title);
    }
    assert(page.includes("hidden: 32"));
    assert(page.includes('aria-label="Loss"'));
    assert(page.includes("deno 2.9.6"));
    assert(page.includes("made-abababab"));
  });

  it("sets the model beside its baselines, in the table and the curves", () => {
    const [table = ""] = /aria-label="Results"[^]*?<\/table>/.exec(page) ?? [];
    const rows = [...table.matchAll(/<tr>((?:<td[^]*?<\/td>)+)<\/tr>/g)].map(([, row]) =>
      [...row!.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell)
    );
    assert.deepEqual(rows, [
      ["best model", "1.5000", "4.48", "2.1640", "36.8 %"],
      ["interpolated bigram", "2.5000", "12.18", "3.6067", "100.0 %"],
      ["unigram", "3.5000", "33.12", "5.0494", "2.7 times"],
    ]);
    assert.equal([...page.matchAll(/<line class="line level/g)].length, 2);
    const old = runReport(madeRun({ manifest: madeOldManifest() }));
    assertWellFormed(old);
    assert(!/class="line level|[Bb]igram|aria-label="Corpus"/.test(old));
    const [, row] = /best model<\/td>(.*?)<\/tr>/s.exec(old)!;
    assert.equal(row!.match(/<td/g)!.length, 3); // as many as the head has
  });

  it("compares no training loss with the baselines, and tells the test part from the other", () => {
    const test = metricsLine({ step: 90, epoch: 2, tokens: 9000, split: "test", loss: 2.25 });
    const other = runReport(madeRun({
      settings: { "checkpoint.best": "train.loss" },
      lines: [...madeLines, test],
    }));
    assert.match(other, /best model, training part<\/td>[^]*?>–<\/td><\/tr>/);
    assert.match(other, /test part, after step 90<\/td><td class="number">2\.2500<[^]*?>–<\/td>/);
  });

  it("has the sizes of model and corpus, and the time of training", () => {
    for (
      const [name, value] of [
        ["parameters", "12,345"],
        ["vocabulary", "1,000"],
        ["size", "2,000,000 bytes"],
        ["training time", "0:10"],
        ["hidden", "32"],
      ] as const
    ) assert(page.includes(`<dt>${name}</dt><dd>${value}</dd>`), name);
    assert.match(page, /training<\/td><td class="number">5,000<\/td>[^]*?250<[^]*?2\.0 %/);
    assert.match(page, /validation<\/td>[^]*?0\.3 %/);
    assert(page.includes("1 sentence longer than batch.maxLength was split into several"));
  });

  it("says how to go on, by how the run stands", () => {
    const commandsOf = (change: Partial<Manifest["outcome"]>, settings = {}) => {
      const { outcome } = madeManifest();
      const manifest = madeManifest({ outcome: { ...outcome, ...change } });
      const made = runReport(madeRun({ directory: "runs/a b", manifest, settings }));
      return [...made.matchAll(/<code>deno task ([^<]*)<\/code>/g)].map(([, command]) => command);
    };
    const epochs = { "training.epochs": 2 };
    const run = "&#39;runs/a b&#39;";
    assert.deepEqual(commandsOf({}, epochs), [
      `generate ${run}`,
      `evaluate ${run}`,
      `resume ${run} --set training.epochs=10`,
      `compare ${run} OTHER`,
      `reproduce ${run}`,
    ]);
    assert.equal(commandsOf({ epochs: 1 }, epochs)[2], `resume ${run} --set training.stop=none`);
    assert.equal(
      commandsOf({}, { ...epochs, "training.schedule.kind": "cosine" })[2],
      `compare ${run} OTHER`,
    );
    assert.equal(commandsOf({ status: "interrupted" })[0], `resume ${run}`);
    assert.deepEqual(commandsOf({ status: "running" }), [`report ${run}`]);
  });

  it("fetches nothing and runs nothing", () => {
    assert(!/<script|<link|<img|<iframe|@import|url\(/i.test(page));
    assert(!/https?:\/\//.test(page));
    assert(!/\s(?:src|href|on\w+)=/i.test(page));
    assert(page.includes("default-src &#39;none&#39;"));
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
    assert.match(page, />30<\/td><td>train<\/td><td class="text">perplexity is Infinity<\/td>/);
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
