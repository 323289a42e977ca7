import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, stoppedCommandLine } from "./support/command_line.ts";
import { once } from "./support/once.ts";
import { start } from "./support/program.ts";
import {
  finish,
  folderFor,
  names,
  runIn,
  text,
  undisturbed,
} from "./support/resume_experiments.ts";
import { readJson, resultOf, safetensorsShapes } from "./support/run_files.ts";

/** What Ctrl-C left of a run. */
interface Stopped {
  readonly run: string;
  readonly stderr: string;
}

/** Runs an experiment in this process, and stops it after its first line of metrics. */
async function interrupt(folder: string, after = / step [1-9]/): Promise<Stopped> {
  const args = ["run", join(folder, "run.yaml"), "--runs", join(folder, "runs"), "--workers", "2"];
  const { status, stdout, stderr } = await stoppedCommandLine(after, ...args);
  assert.deepEqual([status, stdout], [130, ""], stderr);
  return { run: runIn(folder), stderr };
}

/** The same with a process of its own and a signal. */
async function interruptProcess(folder: string): Promise<Stopped> {
  const { child, said, ended } = start(["run", "run.yaml", "--workers", "2"], { folder });
  await said(/ step [1-9]/);
  child.kill("SIGINT");
  const { status, stdout, stderr } = await ended;
  assert.deepEqual([status, stdout], [130, ""], stderr);
  return { run: runIn(folder), stderr };
}

describe("the experiments that are stopped", () => {
  it("have what must come back", async () => {
    const [sentences, stream, tutorial, _amid, early, rollbacks] = names.map(undisturbed);
    const { metrics } = await sentences!;
    assert.notEqual(metrics.at(-1).learningRate ?? metrics.at(-2).learningRate, 0.01);
    assert("carried.safetensors" in (await stream!).last.files);
    const rates = new Set((await tutorial!).metrics.map(({ learningRate }) => learningRate));
    assert(rates.has(0.3) && rates.has(0.15), "halved at least once");
    const { metrics: lines } = await rollbacks!;
    assert(lines.filter(({ rolledBackFrom }) => rolledBackFrom !== undefined).length > 2);
    const { outcome } = await early!;
    assert(outcome.epochs < 50 && outcome.steps > 300, JSON.stringify(outcome));
  });
});

describe("a run that Ctrl-C stops", () => {
  for (const [index, name] of names.entries()) {
    const stop = index === 0 ? interruptProcess : interrupt;
    it(`has written a checkpoint, and ends with the same bytes: ${name}`, async () => {
      const folder = folderFor(name);
      const [{ run, stderr }] = await Promise.all([stop(folder), undisturbed(name)]);
      const { outcome, checkpoints, last } = readJson(folder, run, "manifest.json");
      assert.equal(outcome.status, "interrupted");
      assert.equal(checkpoints.at(-1).step, outcome.steps);
      assert.match(
        stderr,
        new RegExp(`checkpoint "${last}" is written; resume with: .*${run}$`, "m"),
      );
      await finish(folder, run, name);
    });
  }

  it("may stop amid an evaluation, which is then due first", async () => {
    const folder = folderFor(names[3]!);
    const { run } = await interrupt(folder);
    const { training } = readJson(folder, run, "last", "state.json");
    assert.deepEqual([training.step, training.due, training.evaluated], [30, true, -1]);
    const shapes = safetensorsShapes(join(folder, run, "last", "model.safetensors"));
    assert(Object.values(shapes).every(([type]) => type === "F64"));
  });

  /** One run that was stopped, for two tests: what is refused stays as it is. */
  const stopped = once(async () => {
    const folder = folderFor(names[0]!);
    return { folder, run: (await interrupt(folder)).run };
  });

  it("is refused when its corpus has changed since", async () => {
    const { folder, run } = await stopped();
    writeFileSync(join(folder, "text.txt"), `${text} One more sentence.`);
    const { status, stderr } = await commandLine("resume", join(folder, run));
    assert.equal(status, 2, stderr);
    assert.match(stderr, /^The corpus is not the one that .* was trained on/);
    assert.equal(lineCount(stderr), 1);
    writeFileSync(join(folder, "text.txt"), text);
  });

  it("is gone on with where its config is run again, to the same bytes, or begun anew", async () => {
    const { folder, run } = await stopped();
    const [config, runs] = [join(folder, "run.yaml"), join(folder, "runs")];
    const options = ["run", config, "--runs", runs, "--workers", "1"];
    const { status, stdout, stderr } = await commandLine(...options);
    assert.deepEqual([status, stdout], [0, `${join(folder, run)}\n`], stderr);
    assert.match(
      stderr,
      /^".*" holds this experiment, interrupted after step \d+: resuming it; --again .*\n.*\nresuming after step/,
    );
    assert.deepEqual(resultOf(join(folder, run)), await undisturbed(names[0]!));
    const again = await commandLine(...options, "--again");
    assert.deepEqual([again.status, again.stdout], [0, `${join(folder, run)}-2\n`], again.stderr);
  });

  it("goes on from the checkpoint before a damaged one, to the same bytes", async () => {
    const name = names[1]!;
    const folder = folderFor(name);
    const { run } = await interrupt(folder, / step 66 /);
    const { last, checkpoints } = readJson(folder, run, "manifest.json");
    assert(checkpoints.length > 1);
    truncateSync(join(folder, run, "checkpoints", last, "model.safetensors"), 1000);
    const stderr = await finish(folder, run, name);
    assert.match(stderr, new RegExp(`${last}.*(damaged|bytes)`));
    assert.match(stderr, new RegExp(`^resuming after step ${checkpoints.at(-2).step}$`, "m"));
  });
});

const lineCount = (text: string) => text.trimEnd().split("\n").length;
