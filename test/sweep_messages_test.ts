/** What a sweep says of its trials: which one a warning is of, and what computed those before. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { runSweep } from "../pipelines/sweep.ts";
import { screenLogger } from "../src/cli/screen_logger.ts";
import { makeScreen, Screen } from "../src/base/terminal/screen.ts";
import { compareTrials, formatSweepComparison } from "../src/report/sweep_comparison.ts";
import { sweepReport } from "../src/report/sweep_report.ts";
import { currentEnvironment } from "../src/run/environment.ts";
import { trialDifferences } from "../src/sweep/results/trial_differences.ts";
import { warnOfHead } from "../src/sweep/results/warn_of_head.ts";
import { readSweep } from "../src/sweep/definition/read_sweep.ts";
import { readSweepDirectory } from "../src/sweep/results/read_sweep_view.ts";
import { sweepFolder, sweepOptions } from "./support/sweep_files.ts";

/** What an effect writes to the screen. */
const said = async (
  effect: Effect.Effect<unknown, unknown>,
): Promise<string> => {
  let shown = "";
  const screen = makeScreen({ write: (text) => shown += text }, false);
  await Effect.runPromise(
    effect.pipe(Effect.provide(screenLogger), Effect.provideService(Screen, screen)),
  );
  return shown;
};

const sweep = (folder: string): Promise<string> =>
  said(Effect.scoped(runSweep({ ...sweepOptions(folder), parallel: 2 })));

const grid = (seeds: string) => `search: { kind: grid }\nspace: { seed: { values: ${seeds} } }\n`;

describe("a sweep", () => {
  it("names the trial that a warning is of", async () => {
    const folder = sweepFolder(grid("[1, 2]"), 1);
    const file = join(folder, "tiny.yaml");
    const deep = `cells: { deep: { state: h, equations: "h' = sigmoid(Wx x + Wh h)" } }\n` +
      readFileSync(file, "utf8").replace("cell: gru,", "cell: deep, layers: 14,")
        .replace("size: 8", "size: 80").replace("5 steps", "1 step");
    writeFileSync(file, deep);
    const warnings = (await sweep(folder)).split("\n").filter((line) => line.includes("vanishes"));
    assert.deepEqual(
      warnings.map((line) => line.replace(/vanishes.*/, "")).sort(),
      [0, 1].map((trial) => `trial ${trial}: Warning: The gradient `),
    );
  });

  it("that goes on says which trials other code computed; so do compare and report", async () => {
    const folder = sweepFolder(grid("[1, 2]"), 1);
    const first = await sweep(folder);
    assert.doesNotMatch(first, /Warning/);
    const directory = join(folder, "runs", "sweep-search");
    const view = await Effect.runPromise(readSweepDirectory(directory));
    assert.deepEqual(await Effect.runPromise(trialDifferences(view, directory)), []);
    for (const { runs } of view.trials) {
      const manifest = join(runs[0]!, "manifest.json");
      const text = readFileSync(manifest, "utf8");
      writeFileSync(manifest, text.replace(/"code": "[0-9a-f]{8}/, '"code": "00000000'));
    }
    writeFileSync(join(folder, "search.yaml"), `experiment: tiny.yaml\n${grid("[1, 2, 3]")}`);
    const second = await sweep(folder);
    assert.match(
      second,
      /^Warning: Trials of this sweep .*: code: 00000000… before, [0-9a-f]{8}… now \(trials 0, 1\)$/m,
    );
    const after = await Effect.runPromise(readSweepDirectory(directory));
    const differences = await Effect.runPromise(trialDifferences(after, directory));
    const rows = formatSweepComparison(compareTrials(after, differences)).split("\n").slice(-3);
    assert.match(rows.join("\n"), /^computed by +trials\ncode 00000000… +0, 1\ncode .{9} +2$/);
    assert.match(sweepReport(after, differences), />code 00000000…<\/td><td>0, 1<\/td>/);
  });

  it("warns a worker that computes differently from its head", async () => {
    const folder = sweepFolder(grid("[1, 2]"), 1);
    const warning = (change: string) =>
      said(Effect.gen(function* () {
        const { experiment, space } = yield* readSweep(join(folder, "search.yaml"));
        const here = yield* currentEnvironment({ gemm: "wasm", precision: "float32", workers: 1 });
        const code = change + here.code.slice(change.length);
        yield* warnOfHead("search", { environment: { ...here, code }, space } as never, experiment);
      }));
    assert.equal(await warning(""), "");
    assert.match(
      await warning("00000000"),
      /^Warning: The head of the sweep "search" .*: code: 00000000… there, .{9} here\n$/,
    );
  });
});
