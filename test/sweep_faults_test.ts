/** Faults of the machine under a sweep: none is a result of a trial. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Clock, Effect } from "effect";
import { InputError } from "../src/base/errors.ts";
import { runSweep } from "../pipelines/sweep.ts";
import { compare } from "../pipelines/compare.ts";
import { storeAddress } from "../src/sweep/store/store_address.ts";
import { Result } from "effect";
import { failed, succeeded } from "./support/in_process.ts";
import { start } from "./support/program.ts";
import { sweepFolder, sweepOptions, trialTable } from "./support/sweep_files.ts";
import { watchSweep, watchWorker } from "./support/sweep_in_process.ts";

const grid = (rates: string) =>
  `search: { kind: grid }
space: { training.optimizer.learningRate: { values: ${rates} } }
`;
const three = grid("[0.01, 0.02, 0.03]");

const sqlite = (folder: string) => Result.getOrThrow(storeAddress(join(folder, "shared.sqlite")));

/** Names of a sweep's runs by their trials. */
const runNames = (folder: string): string[] =>
  trialTable(folder).map((trial) => String((trial as Table).tasks[0]!.run));

/** Puts files where runs would be: as good as a full disk, for who may write everywhere too. */
function block(runs: string, names: readonly string[]): string[] {
  mkdirSync(runs, { recursive: true });
  const paths = names.map((name) => join(runs, name));
  for (const path of paths) writeFileSync(path, "");
  return paths;
}

describe("a sweep whose runs can't be written", () => {
  it("stops with the message where it trains by itself, and goes on with the same command", async () => {
    const folder = sweepFolder(three, 1);
    const whole = sweepFolder(three, 1);
    assert.deepEqual((await watchSweep(whole).ended).value?.counts, { finished: 3 });
    const inTheWay = block(join(folder, "runs"), runNames(whole).slice(1, 2));
    // However often it is tried meanwhile.
    for (let time = 0; time < 5; time++) {
      const { failure } = await watchSweep(folder).ended;
      assert.match(
        failure ?? "",
        /^Cannot write ".*tiny-.*; fix this, then run the same command to resume$/,
      );
    }
    for (const path of inTheWay) rmSync(path);
    const { value } = await watchSweep(folder).ended;
    assert.deepEqual(value?.counts, { finished: 3 });
    assert.equal(value?.failure, null);
    assert.deepEqual(trialTable(folder), trialTable(whole));
  });

  const byOneWorker = async () => {
    const folder = sweepFolder(three, 1);
    const store = sqlite(folder);
    const head = watchSweep(folder, { store, parallel: 0 });
    await head.says(/^sweep: search/m);
    const unfit = watchWorker(folder, store, { runs: join(folder, "text.txt", "runs") });
    const { failure } = await unfit.ended;
    assert.match(failure ?? "", /^Cannot write ".*text\.txt.*": .*; this worker stops$/);
    const sound = watchWorker(folder, store, { runs: join(folder, "sound") });
    const { value } = await head.ended;
    await sound.stop();
    assert.deepEqual(value?.counts, { finished: 3 });
  };

  const byTheHead = async () => {
    const folder = sweepFolder(three, 1);
    const store = sqlite(folder);
    const whole = sweepFolder(three, 1);
    await watchSweep(whole).ended;
    block(join(folder, "runs"), runNames(whole));
    const before = watchSweep(folder, { store, parallel: 0 });
    await before.says(/^trial 0 begun|^sweep: search/m);
    await before.stop();
    const sound = watchWorker(folder, store, { runs: join(folder, "sound"), lease: 40 });
    await sound.says(/^worker .* takes tasks/m);
    const head = watchSweep(folder, { store, lease: 40 });
    const { value } = await head.ended;
    await sound.stop();
    assert.deepEqual(value?.counts, { finished: 3 }, head.said());
    assert.match(
      head.said(),
      /^Warning: Cannot write .*; this process stops training; other/m,
    );
  };

  /** Both at once, since a task that is given back waits five seconds for its next worker. */
  let sweeps: readonly Promise<void>[] = [];
  before(() => {
    sweeps = [byOneWorker(), byTheHead()];
    for (const sweep of sweeps) sweep.catch(() => {}); // a failure is told by its test
  });

  it("by one worker are trained by another, and the worker says why it stops", () => sweeps[0]);
  it("by the head itself are trained by a worker", () => sweeps[1]);
});

describe("a worker without the product that an experiment asks for", () => {
  it("stops, and the trials wait for another", async () => {
    const folder = sweepFolder(three, 1);
    const config = join(folder, "tiny.yaml");
    writeFileSync(config, readFileSync(config, "utf8").replace("gemm: wasm", "gemm: blas"));
    const store = sqlite(folder);
    const head = watchSweep(folder, { store, parallel: 0 });
    await head.says(/^sweep: search/m);
    const args = ["worker", "--store", "shared.sqlite", "--parallel", "1", "--workers", "1"];
    const ended = await start(args, { folder, permissions: ["--deny-ffi"] }).ended;
    assert.equal(ended.status, 1, ended.stderr);
    assert.match(ended.stderr, /\nFound no BLAS for engine\.gemm "blas": .*; this worker stops\n$/);
    const database = new DatabaseSync(join(folder, "shared.sqlite"), { readOnly: true });
    const tasks = database.prepare("SELECT failure, claim, attempts FROM unroll_tasks").all();
    database.close();
    await head.stop();
    assert.deepEqual(tasks.map((task) => ({ ...task })), [
      { failure: null, claim: null, attempts: 0 },
    ]);
  });
});

describe("limits: { time } of a sweep", () => {
  it("is counted by a clock that nobody sets", async () => {
    const folder = sweepFolder(`${three}limits: { time: 1 h }\n`, 1);
    const real = await Effect.runPromise(Clock.Clock);
    let hours = 0;
    // Two hours on at every look, and back again.
    const jumping: Clock.Clock = Object.assign(Object.create(real), {
      currentTimeMillisUnsafe: () => real.currentTimeMillisUnsafe() + 7_200_000 * (hours++ % 2),
    });
    const head = Effect.scoped(runSweep(sweepOptions(folder)));
    const result = await succeeded(Effect.provideService(head, Clock.Clock, jumping));
    assert.deepEqual([result.ending, result.counts], ["done", { finished: 3 }]);
    const database = new DatabaseSync(join(result.directory, "ledger.sqlite"));
    const { spent } = database.prepare("SELECT spent FROM unroll_sweeps").get() as {
      spent: number;
    };
    database.close();
    assert(spent < 3600, `${spent}`);
  });

  it("a task that a wrong clock put into the future is trained now", async () => {
    const folder = sweepFolder(three, 1);
    const store = sqlite(folder);
    const first = watchSweep(folder, { store, parallel: 0 });
    await first.says(/^trial 0 begun|^sweep: search/m);
    await first.stop();
    const second = watchSweep(folder, { store, lease: 60 });
    await second.says(/^trial 0 begun/m);
    await second.stop();
    const database = new DatabaseSync(join(folder, "shared.sqlite"));
    const { changes } = database.prepare(
      `UPDATE unroll_queue SET visible_at = '2999-01-01 00:00:00',
      acquired_at = '2999-01-01 00:00:00', acquired_by = 'nobody'`,
    ).run();
    database.close();
    assert(Number(changes) > 0);
    assert.deepEqual((await watchSweep(folder, { store }).ended).value?.counts, { finished: 3 });
  });
});

describe("--parallel 0", () => {
  it("without a store is refused: nobody would train", async () => {
    const { failure } = await watchSweep(sweepFolder(three, 1), { parallel: 0 }).ended;
    assert.match(failure ?? "", /^--parallel 0 trains nothing, and without a store/);
  });
});

describe("a command that only reads", () => {
  it("makes no database", async () => {
    const folder = sweepFolder(three, 1);
    const store = Result.getOrThrow(storeAddress(join(folder, "new", "made.sqlite")));
    const error = await failed(compare({ targets: ["x"], store, json: false }));
    assert.match(error.message, /^Cannot read ".*made\.sqlite"/);
    assert.ok(error instanceof InputError);
    assert(!existsSync(join(folder, "new")));
  });
});

describe("a store's copy of a run", () => {
  const hostile = {
    "under a name that leads out": "name = '../../victim'",
    "under another run's name": "name = 'tiny-00000000'",
    "with other bytes": "content = X'00000000'",
    "cut short": "content = substr(content, 1, 900)",
  };
  for (const [what, change] of Object.entries(hostile)) {
    it(`${what} is passed over with a warning, and nothing is written there`, async () => {
      const folder = sweepFolder(grid("[0.01]"), 1);
      const store = sqlite(folder);
      await watchSweep(folder, { store, keepInStore: true }).ended;
      const database = new DatabaseSync(join(folder, "shared.sqlite"));
      database.exec(`
        UPDATE unroll_runs SET ${change};
        UPDATE unroll_tasks SET claim = NULL, attempts = 0, ended = NULL, value = NULL, run = NULL;
        DELETE FROM unroll_queue`);
      database.close();
      mkdirSync(join(folder, "victim"));
      writeFileSync(join(folder, "victim", "config.yaml"), "mine");
      const again = watchSweep(folder, {
        store,
        keepInStore: true,
        runs: join(folder, "b", "runs"),
      });
      assert.deepEqual((await again.ended).value?.counts, { finished: 1 });
      assert.match(
        again.said(),
        /^trial 0: Warning: The store('s| holds).*; trained without it$/m,
      );
      assert.deepEqual(readdirSync(join(folder, "victim")), ["config.yaml"]);
      assert.equal(readFileSync(join(folder, "victim", "config.yaml"), "utf8"), "mine");
      assert(!existsSync(join(folder, "b", "runs", "tiny-00000000")));
    });
  }
});

interface Table {
  readonly tasks: readonly { readonly run: unknown; readonly failure: unknown }[];
}
