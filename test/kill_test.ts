/**
 * A process that is killed at twelve moments, of which some fall into the writing of a checkpoint.
 * The moments come from a seed, which a failure names: UNROLL_SEED=… repeats them, as far as time does.
 */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";
import { key } from "../src/base/random/key.ts";
import { uniform } from "../src/base/random/uniform.ts";
import { start } from "./support/program.ts";
import {
  finish,
  folderFor,
  manyCheckpoints,
  runIn,
  undisturbed,
} from "./support/resume_experiments.ts";
import { readJson } from "./support/run_files.ts";

const seed = Number(process.env["UNROLL_SEED"] ?? Date.now() % 1e6);
const killsOfEach = 6;

/** Names in the run's folder of checkpoints; none where there is no run yet. */
const checkpointsIn = (folder: string): string[] => {
  if (!existsSync(join(folder, "runs"))) return [];
  const checkpoints = join(folder, runIn(folder), "checkpoints");
  return existsSync(checkpoints) ? readdirSync(checkpoints) : [];
};

/** Whether a write was cut off: something is there that the manifest doesn't list. */
const isAmidWrite = (folder: string): boolean => {
  const names = checkpointsIn(folder);
  if (names.length === 0) return false;
  const { checkpoints } = readJson(folder, runIn(folder), "manifest.json");
  const listed = new Set(checkpoints.map(({ name }: { name: string }) => name));
  return names.some((name) => !listed.has(name));
};

/** Waits until a checkpoint is being written, or the process has ended. */
const writing = async (folder: string, hasEnded: () => boolean): Promise<void> => {
  while (!hasEnded() && !checkpointsIn(folder).some((name) => name.endsWith(".tmp"))) await turn();
};

/** Starts or goes on with the run and kills it; answers at which step it was and whether in a write. */
async function startAndKill(folder: string, random: () => number, atWrite: boolean) {
  const begun = existsSync(join(folder, "runs")) &&
    existsSync(join(folder, runIn(folder), "manifest.json"));
  const args = begun ? ["resume", runIn(folder)] : ["run", "run.yaml"];
  const { child, said, ended } = start([...args, "--workers", "2"], { folder });
  let over = false;
  ended.then(() => over = true);
  if (atWrite) {
    // After some steps, so that the kills are spread over the run.
    await Promise.race([said(/ step \d/), ended]).catch(() => {});
    await pause(100 + 400 * random());
    await writing(folder, () => over);
  } else {
    await Promise.race([pause(300 + 900 * random()), ended]);
  }
  child.kill("SIGKILL");
  const { status, stderr } = await ended;
  assert(status === null || status === 0, stderr);
  return { killed: status === null, amidWrite: status === null && isAmidWrite(folder) };
}

describe("a run that is killed", () => {
  let amidWrites = 0;
  let kills = 0;

  for (const [index, name] of Object.keys(manyCheckpoints).entries()) {
    it(`at any moment, again and again, ends with the same bytes: ${name}`, async () => {
      const folder = folderFor(name);
      const result = undisturbed(name); // meanwhile
      const moments = key(seed, "kill", index);
      let drawn = 0;
      const random = () => uniform(moments, drawn++);
      try {
        for (let kill = 0; kill < killsOfEach; kill++) {
          const { killed, amidWrite } = await startAndKill(folder, random, kill % 2 === 1);
          if (killed) kills++;
          if (amidWrite) amidWrites++;
        }
        await result;
        await finish(folder, runIn(folder), name);
      } catch (cause) {
        throw new Error(`With UNROLL_SEED=${seed}`, { cause });
      }
    });
  }

  it("was killed amid the writing of checkpoints too", () => {
    assert(kills >= 9 && amidWrites >= 2, `${amidWrites} of ${kills}, UNROLL_SEED=${seed}`);
  });

  it("had what must come back", async () => {
    const [stream, rollbacks] = await Promise.all(Object.keys(manyCheckpoints).map(undisturbed));
    assert("carried.safetensors" in stream!.last.files);
    assert(stream!.outcome.epochs < 60, "stopped early");
    const rates = new Set(stream!.metrics.map(({ learningRate }) => learningRate));
    assert(rates.has(0.02) && rates.has(0.01), "the plateau was seen");
    assert(stream!.best!.name < stream!.last.name);
    const back = rollbacks!.metrics.filter(({ rolledBackFrom }) => rolledBackFrom !== undefined);
    assert(back.length > 1);
  });
});
