import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readJson } from "./run_files.ts";
import { endSweep, lastWeights, startSweep, sweepFolder, trialTable } from "./sweep_files.ts";

const search = `
search: { kind: tpe, trials: 14, seed: 3 }
space:
  model.cell: { values: [rnn, gru] }
  model.hidden: { min: 8, max: 32, step: 8 }
  training.optimizer.learningRate: { min: 1e-3, max: 1e-1, scale: log }
stop: { kind: asha, reduction: 2, grace: 1 epoch }
`;
const command = ["sweep", "search.yaml", "--parallel", "1", "--workers", "1"];

describe("a sweep that is killed", () => {
  it("five times at any moment ends with the same trials, values and weights", async () => {
    const whole = sweepFolder(search, 8);
    const undisturbed = endSweep(command, { folder: whole });
    const folder = sweepFolder(search, 8);
    const delays = Array.from({ length: 5 }, () => Math.floor(700 * Math.random()));
    for (const [kill, delay] of delays.entries()) {
      const { child, said, ended } = startSweep(command, { folder });
      // Every other time something has been done first: a trial whose process ends three times before
      // it gets anywhere counts as failed.
      await said(kill % 2 === 0 ? /^sweep: search/m : /^trial \d+ (reached|finished|pruned)/m);
      await pause(delay);
      child.kill("SIGKILL");
      await ended;
    }
    const [last, first] = await Promise.all([endSweep(command, { folder }), undisturbed]);
    assert.equal(first.status, 0, first.stderr);
    assert.equal(last.status, 0, `after ${delays} ms: ${last.stderr}`);
    assert.deepEqual(trialTable(folder), trialTable(whole), `after ${delays} ms`);
    assert.deepEqual(lastWeights(folder), lastWeights(whole), `after ${delays} ms`);
    assert.equal(last.stdout, first.stdout);
  });

  it("by Ctrl-C ends with 130 and a checkpoint, and goes on from it", async () => {
    const folder = sweepFolder(
      `search: { kind: grid }
space: { training.optimizer.learningRate: { values: [0.01, 0.02] } }
`,
      25,
    );
    const { child, said, ended } = startSweep(command, { folder });
    await said(/^trial 0 begun/m);
    await pause(250);
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended;
    assert.deepEqual([status, stdout], [130, ""], stderr);
    assert.match(stderr, /^Interrupted, checkpoints are written; the same command goes on$/m);
    const run = join(folder, "runs", readdirSync(join(folder, "runs")).find(isRun)!);
    const { outcome, last } = readJson(run, "manifest.json");
    assert.equal(outcome.status, "interrupted");
    assert.equal(Number(last.slice("step-".length)), outcome.steps);
    const after = await endSweep([...command, "--json"], { folder });
    assert.equal(after.status, 0, after.stderr);
    const lines = after.stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ event }) => event), [
      "sweep",
      "finished",
      "begun",
      "finished",
      "end",
    ]);
    assert.equal(readJson(run, "manifest.json").resumed[0].step, outcome.steps);
  });

  it("three times by one of its trials counts that trial as failed", async () => {
    const folder = sweepFolder(
      `search: { kind: grid }
space: { training.optimizer.learningRate: { values: [0.01, 0.02] } }
`,
      60,
    );
    for (let time = 0; time < 3; time++) {
      const { child, said, ended } = startSweep(command, { folder });
      // The trial's run begins or goes on.
      await said(time === 0 ? /^trial 0 begun/m : /^going on with/m);
      await pause(300);
      child.kill("SIGKILL");
      await ended;
    }
    const { status, stderr } = await endSweep(command, { folder });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^trial 0 failed: Its process ended 3 times while it was at it$/m);
    assert.match(stderr, /^trial 1 finished/m);
  });
});

const isRun = (name: string) => name.startsWith("tiny-");
