/** Sweeps in this process. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Effect } from "effect";
import { writeReport } from "../pipelines/report.ts";
import { runSweep } from "../pipelines/sweep.ts";
import { trainExperiment } from "../pipelines/train.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { lockDirectory } from "../src/base/files/lock.ts";
import type { SweepEvent } from "../src/sweep/records/events.ts";
import { saying } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { rankTrials } from "../src/sweep/results/rank_trials.ts";
import { findSweep, readSweepDirectory } from "../src/sweep/results/read_sweep_view.ts";
import { readJson, resultOf } from "./support/run_files.ts";
import { sweepFolder, sweepOptions } from "./support/sweep_files.ts";

interface Done {
  readonly result: Effect.Success<ReturnType<typeof runSweep>>;
  readonly events: readonly SweepEvent[];
}

const sweeping = (
  folder: string,
  over: Partial<Parameters<typeof runSweep>[0]> = {},
): Effect.Effect<Done, unknown> => {
  const events: SweepEvent[] = [];
  const done = runSweep(
    { ...sweepOptions(folder), ...over },
    (event) => Effect.sync(() => events.push(event)),
  );
  return saying(Effect.map(Effect.scoped(done), (result) => ({ result, events })));
};

const sweep = (...args: Parameters<typeof sweeping>): Promise<Done> =>
  Effect.runPromise(sweeping(...args));

const refused = (...args: Parameters<typeof sweeping>): Promise<Error> =>
  Effect.runPromise(Effect.flip(sweeping(...args))) as Promise<Error>;

const rates = (values: string) =>
  `search: { kind: grid }
space: { training.optimizer.learningRate: { values: ${values} } }
`;

/** What the command `run` does. */
const run = (folder: string, set: Record<string, string>, runs = "runs") =>
  Effect.runPromise(
    saying(Effect.scoped(Effect.gen(function* () {
      const read = yield* readExperiment(join(folder, "tiny.yaml"), { set });
      return yield* trainExperiment({ ...read, runs: join(folder, runs), again: false });
    }))),
  );

const kinds = ({ events }: Done) => events.map(({ event }) => event);

describe("a sweep", () => {
  it("reuses a run of the same experiment, and is itself found again by run", async () => {
    const folder = sweepFolder(rates("[0.01, 0.02]"), 2);
    const before = await run(folder, { "training.optimizer.learningRate": "0.02" });
    const { started } = readJson(before.directory, "manifest.json");
    const { result } = await sweep(folder);
    assert.equal(result.counts.finished, 2);
    const page = await Effect.runPromise(
      writeReport({ target: result.directory, output: undefined }),
    );
    assert.match(readFileSync(page, "utf8"), /<svg.*training\.optimizer\.learningRate/s);
    const view = await Effect.runPromise(readSweepDirectory(result.directory));
    // The same ledger as a store, where the sweep is known by its name.
    const file = join(result.directory, "ledger.sqlite");
    const store = { kind: "sqlite", file, shown: file } as const;
    for (const named of ["search", "runs/sweep-search"]) {
      assert.deepEqual(await Effect.runPromise(findSweep(named, store)), view);
    }
    assert.equal(await Effect.runPromise(findSweep(before.directory, store)), undefined);
    assert.match(
      (await Effect.runPromise(Effect.flip(findSweep("other", store)))).message,
      /ledger\.sqlite" has no sweep "other"$/,
    );
    assert.deepEqual(rankTrials(view.trials, view.objective.goal), result.ranking);
    const reused = result.ranking.find(({ runs }) => runs[0] === before.directory);
    assert.equal(reused?.objective, before.best?.loss);
    assert.equal(readJson(before.directory, "manifest.json").started, started);
    const after = await run(folder, { "training.optimizer.learningRate": "0.01" });
    assert(result.ranking.some(({ runs }) => runs[0] === after.directory));
    assert.equal(runsIn(folder).length, 2);
    assert.match(
      result.command ?? "",
      /^deno task run .*tiny\.yaml --set training\.optimizer\.learningRate=0\.0[12] --runs /,
    );
  });

  it("goes on with more values and more trials, and refuses what would not fit", async () => {
    const folder = sweepFolder(rates("[0.01, 0.02]"), 1);
    const file = join(folder, "search.yaml");
    const text = readFileSync(file, "utf8");
    assert.deepEqual(kinds(await sweep(folder)).filter((kind) => kind === "begun").length, 2);
    assert.deepEqual(kinds(await sweep(folder)), ["sweep"]);
    writeFileSync(file, text.replace("[0.01, 0.02]", "[0.005, 0.01, 0.015, 0.02]"));
    const { events, result } = await sweep(folder);
    assert.deepEqual(
      events.flatMap((event) => event.event === "begun" ? [[event.trial, event.values]] : []),
      [0.005, 0.015].map((rate, i) => [i + 2, { "training.optimizer.learningRate": rate }]),
    );
    assert.equal(result.counts.finished, 4);
    writeFileSync(file, text.replace("grid", "random, trials: 9"));
    const { message } = await refused(folder);
    assert.match(message, /^The sweep "search" has changed since it started/);
    assert.match(message, /^ {2}search\.kind: was "grid", is "random"$/m);
    assert.match(
      message,
      /^ {2}space\.training\.optimizer\.learningRate\.values: 0\.005 is gone$/m,
    );
    writeFileSync(file, text.replace("[0.01, 0.02]", "[0.005, 0.01, 0.015, 0.02]"));
    writeFileSync(join(folder, "text.txt"), madeSentences(160, 2).join(" "));
    assert.match((await refused(folder)).message, /^ {2}The corpus holds other bytes$/m);
  });

  it("counts the mean over seeds", async () => {
    const folder = sweepFolder(`${rates("[0.01, 0.02]")}repeat: { seeds: 3 }\n`, 1);
    const { result } = await sweep(folder);
    assert.equal(runsIn(folder).length, 6);
    const [best] = result.ranking;
    const manifests = best!.runs.map((run) => readJson(run, "manifest.json"));
    assert.deepEqual(manifests.map(({ seed }) => seed), [42, 43, 44]);
    const losses: number[] = manifests.map(({ outcome }) => outcome.best);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / 3;
    assert.equal(best!.objective, mean);
    assert(best!.spread! > 0);
  });

  it("goes on after a trial that fails, or stops if it is to", async () => {
    const space = rates("[0.01, 1.0e+30, 0.02]");
    const folder = sweepFolder(space, 2);
    const { result, events } = await sweep(folder);
    assert.deepEqual(result.counts, { finished: 2, failed: 1 });
    assert.match(
      result.failure?.message ?? "",
      /^1 of 3 trials failed:\n {2}trial 1: Training diverged.*\nThey are run again with: deno task sweep .*search\.yaml --retry failed --runs \S+runs$/,
    );
    const failed = events.find(({ event }) => event === "failed");
    assert(failed?.event === "failed" && failed.trial === 1);
    assert.match(failed.failure, /diverged|Diverged|not finite|infinite/i);

    const strict = sweepFolder(`${space}failures: stop\n`, 2);
    const stopped = await sweep(strict);
    assert.deepEqual(stopped.result.counts, { finished: 1, failed: 1 });
    assert.match(
      stopped.result.failure?.message ?? "",
      /^1 of 2 trials failed, and the sweep's failures are set to stop:/,
    );
  });

  it("begins nothing after its time, counted over restarts", async () => {
    const folder = sweepFolder(`${rates("[0.01]")}limits: { time: 1 h }\n`, 1);
    const { result } = await sweep(folder);
    assert.equal(result.ending, "done");
    const database = new DatabaseSync(join(result.directory, "ledger.sqlite"));
    database.exec("UPDATE unroll_sweeps SET spent = 3600");
    database.close();
    const file = join(folder, "search.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("[0.01]", "[0.01, 0.02]"));
    const late = await sweep(folder);
    assert.deepEqual([late.result.ending, kinds(late)], ["time", ["sweep"]]);
    assert.deepEqual(late.result.counts, { finished: 1 });
    writeFileSync(file, readFileSync(file, "utf8").replace("1 h", "2 h"));
    assert.equal((await sweep(folder)).result.ending, "done");
  });

  it("goes on elsewhere from copies in the store, to the same bytes", async () => {
    const space = `${rates("[0.01, 0.02]")}stop: { kind: asha, reduction: 2, grace: 1 epoch }\n`;
    const folder = sweepFolder(space, 2);
    const file = join(folder, "shared.sqlite");
    const store = { kind: "sqlite", file, shown: file } as const;
    const kept = { store, keepInStore: true };
    const { result } = await sweep(folder, kept);
    const loser = result.ranking[0]!.number === 0 ? 1 : 0;
    // The trial that was given up at the first rung is to go on after all, where no file of it is.
    const database = new DatabaseSync(file);
    database.exec(`
      UPDATE unroll_trials SET pruned = 0;
      INSERT INTO unroll_tasks (sweep, trial, rung, repeat, attempts)
      VALUES ('search', ${loser}, 1, 0, 0)`);
    database.close();
    rmSync(join(folder, "runs"), { recursive: true });
    const again = await sweep(folder, kept);
    assert.equal(again.result.counts.finished, 2);
    const { runs, values } = again.result.ranking.find(({ number }) => number === loser)!;
    assert.equal(readJson(runs[0]!, "manifest.json").resumed.length, 1);
    const set = {
      "training.optimizer.learningRate": `${values["training.optimizer.learningRate"]}`,
    };
    const whole = await run(folder, set, "whole");
    assert.deepEqual(resultOf(runs[0]!), resultOf(whole.directory));
  });

  it("is refused more threads than there are processors", async () => {
    const folder = sweepFolder(rates("[0.01]"));
    const { message } = await refused(folder, { parallel: 512, oversubscribe: false });
    assert.match(message, /^--parallel 512 with 1 worker each needs 512 threads/);
  });

  it("is not ended by another sweep of its store whose corpus is not here", async () => {
    const folder = sweepFolder(rates("[0.01]"), 2000);
    const file = join(folder, "both.sqlite");
    const store = { kind: "sqlite", file, shown: file } as const;
    const begun = Promise.withResolvers<void>();
    const left = Effect.scoped(runSweep(
      { ...sweepOptions(folder), store },
      ({ event }) => Effect.sync(() => event === "begun" && begun.resolve()),
    ));
    await Effect.runPromise(
      saying(Effect.raceFirst(Effect.asVoid(left), Effect.promise(() => begun.promise))),
    );
    const other = sweepFolder(rates("[0.02]"), 1);
    // Neither where it was nor beside this sweep.
    for (const place of [folder, other]) {
      writeFileSync(join(place, "text.txt"), madeSentences(80).join(" "));
    }
    renameSync(join(other, "search.yaml"), join(other, "other.yaml"));
    const { result } = await sweep(other, { sweep: join(other, "other.yaml"), store });
    assert.deepEqual(result.counts, { finished: 1 });
  });

  it("is run by one process at a time", async () => {
    const folder = sweepFolder(rates("[0.01]"), 1);
    const both = sweeping(folder).pipe(Effect.flip);
    await sweep(folder);
    const error = await Effect.runPromise(Effect.scoped(
      Effect.andThen(lockDirectory(join(folder, "runs", "sweep-search")), both),
    ));
    assert.match((error as Error).message, /^The sweep "search" is run by another process/);
  });
});

const runsIn = (folder: string) =>
  readdirSync(join(folder, "runs")).filter((name) => name.startsWith("tiny-"));
