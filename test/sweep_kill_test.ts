import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { commandLine } from "./support/command_line.ts";
import { readJson } from "./support/run_files.ts";
import { lastWeights, startSweep, sweepFolder, trialTable } from "./support/sweep_files.ts";

const search = `
search: { kind: tpe, trials: 10, seed: 3 }
space:
  model.cell: { values: [rnn, gru] }
  model.hidden: { min: 8, max: 32, step: 8 }
  training.optimizer.learningRate: { min: 1e-3, max: 1e-1, scale: log }
stop: { kind: asha, reduction: 2, grace: 1 epoch }
`;
const command = (folder: string) => [
  ...["sweep", join(folder, "search.yaml"), "--runs", join(folder, "runs")],
  ...["--parallel", "1", "--workers", "1"],
];

describe("a sweep that is killed", () => {
  it("three times at any moment ends with the same trials, values and weights", async () => {
    const [whole, folder] = [sweepFolder(search), sweepFolder(search)];
    const undisturbed = commandLine(...command(whole));
    const delays = Array.from({ length: 3 }, () => Math.floor(700 * Math.random()));
    for (const [kill, delay] of delays.entries()) {
      const { child, said, ended } = startSweep(command(folder), { folder });
      // Every other time something has been done first: a trial whose process ends three times before
      // it gets anywhere counts as failed.
      await said(kill % 2 === 0 ? /^sweep: search/m : /^trial \d+ (reached|finished|pruned)/m);
      await pause(delay);
      child.kill("SIGKILL");
      await ended;
    }
    const [last, first] = await Promise.all([commandLine(...command(folder)), undisturbed]);
    assert.equal(first.status, 0, first.stderr);
    assert.equal(last.status, 0, `after ${delays} ms: ${last.stderr}`);
    assert.deepEqual(trialTable(folder), trialTable(whole), `after ${delays} ms`);
    assert.deepEqual(lastWeights(folder), lastWeights(whole), `after ${delays} ms`);
    assert.equal(last.stdout.replaceAll(folder, ""), first.stdout.replaceAll(whole, ""));
  });

  it("by Ctrl-C ends with 130 and a checkpoint, and goes on from it", async () => {
    const folder = sweepFolder(
      `search: { kind: grid }
space: { training.optimizer.learningRate: { values: [0.01, 0.02] } }
`,
      25,
    );
    const { child, ended } = startSweep(command(folder), { folder });
    while (!isTrained(folder, child.pid!) || lastCheckpoint(folder) < 0) await pause(5);
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended;
    assert.deepEqual([status, stdout], [130, ""], stderr);
    assert.match(stderr, /^Interrupted, checkpoints are written; run the same command to resume$/m);
    const run = join(folder, "runs", readdirSync(join(folder, "runs")).find(isRun)!);
    const { outcome, last } = readJson(run, "manifest.json");
    assert.equal(outcome.status, "interrupted");
    assert.equal(Number(last.slice("step-".length)), outcome.steps);
    const after = await commandLine(...command(folder), "--json");
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

  it("three times without a new checkpoint by one of its trials counts that trial as failed", async () => {
    const folder = slowSweep();
    const file = join(folder, "tiny.yaml");
    const config = readFileSync(file, "utf8");
    writeFileSync(file, config.replace("every: 5 steps", "every: 100000 steps"));
    for (let time = 0; time < 3; time++) await killInTraining(folder, () => true);
    const { status, stderr } = await commandLine(...command(folder));
    assert.equal(status, 1, stderr);
    const failed = "Its process ended 3 times without a new checkpoint";
    assert(stderr.includes(`\ntrial 0 failed: ${failed}\n`), stderr);
    assert.match(stderr, /^trial 1 finished/m);
    assert.match(
      stderr,
      /\n1 of 2 trials failed:\n {2}trial 0: .*\nThey are run again with: deno task sweep \S+search\.yaml --retry failed --runs \S+runs\n$/,
    );
    const again = await commandLine(...command(folder), "--retry", "failed");
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stderr, /^1 failed trial is run again$/m);
    assert.match(again.stdout, /^2 finished$/m);
  });

  it("four times while its trial gets on each time goes on", async () => {
    const folder = slowSweep();
    let before = -1;
    for (let time = 0; time < 4; time++) {
      await killInTraining(folder, () => {
        const last = lastCheckpoint(folder);
        if (last <= before) return false;
        before = last;
        return true;
      });
    }
    const { status, stderr, stdout } = await commandLine(...command(folder));
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^2 finished$/m);
  });
});

/** A sweep of two trials that take a second or more. */
const slowSweep = () =>
  sweepFolder(
    `search: { kind: grid }
space: { training.optimizer.learningRate: { values: [0.01, 0.02] } }
`,
    30,
  );

/** Kills the sweep while its first trial is trained, as soon as it may be. */
async function killInTraining(folder: string, may: () => boolean): Promise<void> {
  const { child, ended } = startSweep(command(folder), { folder });
  let over = false;
  const gone = ended.then((end) => {
    over = true;
    return end;
  });
  while (!over && (!isTrained(folder, child.pid!) || !may())) await pause(5);
  child.kill("SIGKILL");
  assert.equal((await gone).status, null, "it was killed before it had ended");
}

/** Whether this process has set out with the first trial, as the ledger says. */
function isTrained(folder: string, process: number): boolean {
  const file = join(folder, "runs", "sweep-search", "ledger.sqlite");
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const sql =
      "SELECT 1 FROM unroll_tasks WHERE trial = 0 AND saved IS NOT NULL AND worker LIKE ?";
    return database.prepare(sql).get(`%:${process}`) !== undefined;
  } catch {
    return false; // its tables are being made
  } finally {
    database.close();
  }
}

/** Steps of the newest checkpoint of the run that is there; −1 for none. */
function lastCheckpoint(folder: string): number {
  const name = readdirSync(join(folder, "runs")).find(isRun);
  if (name === undefined || !existsSync(join(folder, "runs", name, "manifest.json"))) return -1;
  const { last } = readJson(folder, "runs", name, "manifest.json");
  return last === null ? -1 : Number(last.slice("step-".length));
}

const isRun = (name: string) => name.startsWith("tiny-");
