import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { formatRunComparison } from "./format_run_comparison.ts";
import { compareRuns } from "./run_comparison.ts";
import { madeManifest, madeRun, otherRun } from "./test_views.ts";

const one = madeRun();
const two = otherRun;

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

  it("warns of losses that can't be compared, and only of those", () => {
    const hashes = { ...one.manifest.hashes, corpus: "cd".repeat(32) };
    const other = { ...one, manifest: madeManifest({ hashes }) };
    assert.match(
      formatRunComparison(compareRuns([one, other])),
      /\n\nLosses and perplexities can't be compared: the runs differ in corpus\n.* --text FILE$/,
    );
    assert.doesNotMatch(formatRunComparison(compareRuns([one, two])), /can't be compared/);
  });

  it("says when configs are equal, and tells apart runs of one name", () => {
    const text = formatRunComparison(compareRuns([one, { ...one, directory: "b/made-abababab" }]));
    assert.match(text, /the configs are equal/);
    assert.match(text, /runs\/made-abababab\s+b\/made-abababab/);
  });
});
