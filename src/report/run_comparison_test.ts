import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { compareRuns, formatRunComparison } from "./run_comparison.ts";
import { madeManifest, madeRun } from "./test_views.ts";

const one = madeRun();
const two = madeRun({
  directory: "runs/other-cdcdcdcd",
  settings: { name: "other", "model.cell": "gru", "model.hidden": 64, "model.note": "a\nb" },
  manifest: madeManifest({
    ended: null,
    outcome: { status: "running", steps: 30, epochs: 1, best: null },
  }),
  lines: [],
});

describe("compareRuns", () => {
  const comparison = compareRuns([one, two]);

  it("lists keys whose values differ, in the order of the first config", () => {
    assert.deepEqual(comparison.config, [
      { key: "name", values: ["made", "other"] },
      { key: "model.hidden", values: [32, 64] },
      { key: "model.note", values: [undefined, "a\nb"] },
    ]);
  });

  it("says what each run came to", () => {
    const { perplexity, bits, ...rest } = comparison.runs[0]!;
    assert(Math.abs(perplexity! - Math.exp(1.5)) < 1e-12);
    assert(Math.abs(bits! - 1.5 / Math.LN2) < 1e-12);
    assert.deepEqual(rest, {
      directory: "runs/made-abababab",
      status: "finished",
      steps: 100,
      epochs: 2,
      loss: 1.5,
      lastTrainingLoss: 3 - 9 / 5,
      lastValidationLoss: 2,
      tokensPerSecond: 1000,
      seconds: 100,
      gemm: "wasm",
      library: "",
      runtime: "deno 2.9.6",
      processor: "made (x64)",
      code: "ab".repeat(32),
    });
    const { loss, lastTrainingLoss, tokensPerSecond, seconds } = comparison.runs[1]!;
    assert.deepEqual([loss, lastTrainingLoss, tokensPerSecond, seconds], [null, null, null, null]);
  });
});

describe("formatRunComparison", () => {
  it("has a column a run", () => {
    const lines = formatRunComparison(compareRuns([one, two])).split("\n");
    assert.match(lines[0]!, /^\s+made-abababab\s+other-cdcdcdcd$/);
    assert(lines.some((line) => /^best loss\s+1\.5000\s+–$/.test(line)));
    assert(lines.some((line) => /^model\.hidden\s+32\s+64$/.test(line)));
    assert(lines.some((line) => /^model\.note\s+–\s+"a\\nb"$/.test(line)));
  });

  it("shows of long values where they differ", () => {
    const path = `/home/somebody/projects/${"deep/".repeat(20)}`;
    const runs = ["one", "two"].map((name) => ({
      ...one,
      settings: { "corpus.path": `${path}${name}.txt` },
    }));
    const text = formatRunComparison(compareRuns(runs));
    assert.match(text, /^corpus\.path +…\S*one\.txt +…\S*two\.txt$/m);
  });

  it("shows the control characters of a stranger's run", () => {
    const strange = { ...one, settings: { ...one.settings, name: "\u001b[2Jgone\u202e" } };
    const text = formatRunComparison(compareRuns([one, strange]));
    assert(text.includes("\\u001b[2Jgone\\u202e"));
    // deno-lint-ignore no-control-regex
    assert(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(text));
  });

  it("has lines for code, library and processor where they differ, and only there", () => {
    const { runtime, packages } = one.manifest;
    const engine = { ...one.manifest.engine, library: "libblas.so", build: "OpenBLAS 1, Zen" };
    const code = "cd".repeat(32);
    const environment = { code, engine, runtime: { ...runtime, cpu: "other" }, packages };
    const resumed = [{ at: "2026-01-01T00:00:00Z", step: 40, environment }];
    const both = { ...one, directory: "both", manifest: madeManifest({ resumed }) };
    const text = formatRunComparison(compareRuns([one, both]));
    assert.match(text, /^code +abababab… +abababab…, then cdcdcdcd…$/m);
    assert.match(text, /^processor +made \(x64\) +made \(x64\), then other \(x64\)$/m);
    assert.match(text, /^library .*, then libblas\.so \(OpenBLAS 1, Zen\)$/m);
    assert.doesNotMatch(formatRunComparison(compareRuns([one, two])), /^(code|processor|library)/m);
  });

  it("says when configs are equal, and tells apart runs of one name", () => {
    const text = formatRunComparison(compareRuns([one, { ...one, directory: "b/made-abababab" }]));
    assert.match(text, /the configs are equal/);
    assert.match(text, /runs\/made-abababab\s+b\/made-abababab/);
  });
});
