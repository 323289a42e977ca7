import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { join } from "node:path";
import { commandLine } from "./support/command_line.ts";
import { folderFor, undisturbed } from "./support/resume_experiments.ts";
import { readJson, resultOf } from "./support/run_files.ts";

/** Trains an experiment with other settings, to its end. */
async function trained(name: string, ...set: readonly string[]): Promise<string> {
  const folder = folderFor(name);
  const flags = set.flatMap((one) => ["--set", one]);
  const { status, stdout, stderr } = await commandLine(
    "run",
    join(folder, "run.yaml"),
    ...["--runs", join(folder, "runs"), "--workers", "1"],
    ...flags,
  );
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

const longer = (run: string, ...set: readonly string[]) =>
  commandLine("resume", run, ...set.flatMap((one) => ["--set", one]));

describe("resume --set training.epochs", () => {
  /** What the longer training has in common with the run. */
  type Shares = "its last" | "an earlier" | "nothing";
  const cases: readonly (readonly [name: string, short: string, long: string, shares: Shares])[] = [
    // 37 steps between evaluations: the end of the shorter run is not one of them.
    ["shuffled sentences, dropout, Adam", "training.epochs=6", "training.epochs=11", "an earlier"],
    ["the tutorial's schedule", "training.epochs=2", "training.epochs=3", "its last"],
    ["an early stop", "training.stop.patience=3", "training.stop.patience=8", "its last"],
    // Below 400 steps, when a loss has exploded depends on the length.
    ["rollbacks", "training.epochs=3", "training.epochs=5", "nothing"],
  ];
  for (const [name, short, long, shares] of cases) {
    it(`ends as if it had been that long from the start: ${name}`, async () => {
      const run = await trained(name, short);
      const before = resultOf(run);
      const { status, stdout, stderr } = await longer(run, long);
      assert.equal(status, 0, stderr);
      const directory = stdout.trim();
      assert.notEqual(directory, run);
      const { resumed } = readJson(directory, "manifest.json");
      const from = resumed[0].step;
      const last = before.outcome.steps;
      const shared: Shares = from === last ? "its last" : from > 0 ? "an earlier" : "nothing";
      assert.equal(shared, shares, `${from} of ${last}`);
      const expected = await undisturbed(name);
      assert.deepEqual(resultOf(directory), expected);
      assert.deepEqual(resultOf(run), before, "the shorter run stays as it is");
      const again = await longer(run, long);
      assert.equal(again.stdout.trim(), directory);
      assert.match(again.stderr, /is finished already/);
    });
  }

  it("says where a longer training would have begun otherwise, or would not be longer", async () => {
    const cosine = await trained(
      "a stream with carried state, momentum, cosine",
      "training.epochs=1",
    );
    const early = await trained("an early stop", "training.stop.patience=2");
    const refused: readonly (readonly [string, string, RegExp])[] = [
      [cosine, "training.epochs=5", /^training\.schedule: A cosine .* begin it anew/],
      [cosine, "training.epochs=1", /trains 1 epochs: expected more of them/],
      [early, "training.epochs=200", /stopped early: it would stop there again/],
      [early, "training.stop.patience=1", /trains 100 epochs: expected more/],
      [cosine, "training.stop=none", /trains 1 epochs: expected more/],
      [early, "training.epochs=many", /training\.epochs: Expected a whole number/],
    ];
    for (const [run, set, message] of refused) {
      const { status, stderr } = await longer(run, set);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    }
    assert.match(readJson(early, "manifest.json").outcome.message, /^Stopped early after step \d+/);
  });
});
