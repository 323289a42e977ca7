import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
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

  it("passes over lines that measure something else or hold no number", () => {
    const lines = madeLines.map((line) => line.step === 10 ? { ...line, note: "other" } : line);
    const [, path = ""] = /class="line c0" d="([^"]+)"/.exec(runReport(madeRun({ lines }))) ?? [];
    assert.equal(path.split(/[ML]/).length - 1, 9);
  });
});
