/** A PostgreSQL server that goes away, or cuts connections, under a sweep: nothing of it is a result. */
import { after, before, beforeEach, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { Result } from "effect";
import { storeAddress } from "../src/sweep/store/store_address.ts";
import type { Ended } from "./support/program.ts";
import { type Postgres, postgresPrograms, startPostgres } from "./support/postgres.ts";
import { startSweep, sweepFolder, tableOf, trialTable } from "./support/sweep_files.ts";
import { watchSweep, watchWorker } from "./support/sweep_in_process.ts";

const missing = "PostgreSQL is not installed: apt-get install postgresql";
const programs = postgresPrograms();

const seeds = (count: number) =>
  `search: { kind: grid }
space: { seed: { min: 1, max: ${count}, step: 1 } }
`;

describe("a sweep whose database", { skip: programs === undefined && missing }, () => {
  let server: Postgres;
  before(() => {
    server = startPostgres(programs!);
  });
  beforeEach(() => {
    server.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  });
  after(() => server.stop());

  const store = () => Result.getOrThrow(storeAddress(server.url));
  const table = () =>
    tableOf(
      server.rows("SELECT number, assigned, pruned FROM unroll_trials ORDER BY number"),
      server.rows(`SELECT trial, rung, repeat, value, failure, run FROM unroll_tasks
        ORDER BY trial, rung, repeat`),
    );
  /** What the sweep comes to where nothing disturbs it. */
  const undisturbed = async (sweep: string, epochs: number) => {
    const folder = sweepFolder(sweep, epochs);
    assert.equal((await watchSweep(folder).ended).failure, undefined);
    return trialTable(folder);
  };
  const terminate = (where: string) =>
    server.rows(`SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
      WHERE application_name = 'unroll' AND ${where}`);

  it("cuts the connection while a run's copy is sent loses nothing: it is sent again", async () => {
    const whole = await undisturbed(seeds(2), 1);
    const folder = sweepFolder(seeds(2), 1);
    const head = watchSweep(folder, { store: store(), parallel: 0 });
    await head.says(/^sweep: search/m);
    server.run(`CREATE SEQUENCE cuts;
      CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('cuts') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NEW; END $$;
      CREATE TRIGGER cut BEFORE INSERT ON unroll_runs FOR EACH ROW EXECUTE FUNCTION cut()`);
    const worker = watchWorker(folder, store(), { keepInStore: true });
    const { value } = await head.ended;
    await worker.stop();
    assert.deepEqual(value?.counts, { finished: 2 });
    assert.deepEqual(table(), whole);
    assert(Number(server.rows("SELECT last_value AS n FROM cuts")[0]!["n"]) > 2, "it was cut");
    assert.equal(server.rows("SELECT 1 FROM unroll_runs").length, 2);
  });

  it("is unavailable for a while is waited for by head and worker, who say so once", async () => {
    const whole = await undisturbed(seeds(3), 5);
    const folder = sweepFolder(seeds(3), 5);
    const head = watchSweep(folder, { store: store(), parallel: 0 });
    const worker = watchWorker(folder, store(), { keepInStore: true });
    await worker.says(/begun/);
    server.halt();
    await Promise.all([head.says(/ is unavailable: /), worker.says(/ is unavailable: /)]);
    await pause(500);
    server.resume();
    const { value } = await head.ended;
    await worker.stop();
    assert.deepEqual(value?.counts, { finished: 3 });
    assert.deepEqual(table(), whole);
    for (const said of [head.said(), worker.said()]) {
      assert.equal(
        said.match(/^The store ".*" is unavailable: .*; waiting for it$/gm)?.length,
        1,
        said,
      );
      assert.equal(said.match(/^The store ".*" is back$/gm)?.length, 1, said);
      assert.doesNotMatch(said, /Warning|Pg[A-Z]/);
      assert(!said.includes(server.password));
    }
  });

  it("is unavailable at a Ctrl-C lets the sweep end soon, and the same command resumes it", async () => {
    const folder = sweepFolder(seeds(2), 15);
    const over = { store: store(), lease: 60 };
    const head = watchSweep(folder, over);
    await head.says(/^trial 0 begun/m);
    await pause(300);
    server.halt();
    await Promise.race([head.stop(), pause(30_000).then(() => assert.fail("it hangs"))]);
    server.resume();
    assert.deepEqual((await watchSweep(folder, { store: store() }).ended).value?.counts, {
      finished: 2,
    });
  });

  it("takes the head's lock again after losing it", async () => {
    const folder = sweepFolder(seeds(2), 25);
    const head = watchSweep(folder, { store: store() });
    await head.says(/^trial 0 begun/m);
    const locks = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted";
    const [lock] = server.rows(locks);
    terminate(`pid = ${lock!["pid"]}`);
    while (server.rows(locks).length === 0) await pause(200);
    const other = watchSweep(folder, { store: store(), runs: `${folder}/other` });
    assert.match(
      (await other.ended).failure ?? "",
      /^The sweep "search" is run by another process/,
    );
    assert.deepEqual((await head.ended).value?.counts, { finished: 2 });
  });

  it("lets in another head after the lock was lost stops the first one, which says so", async () => {
    const folder = sweepFolder(seeds(3), 10);
    const first = watchSweep(folder, { store: store() });
    await first.says(/^trial 0 begun/m);
    terminate("pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')");
    const second = watchSweep(folder, { store: store(), runs: `${folder}/other` });
    const { failure } = await first.ended;
    assert.match(
      failure ?? "",
      /^The sweep "search" is run by another process: wait for it or stop/,
    );
    assert.deepEqual((await second.ended).value?.counts, { finished: 3 });
  });

  it("ends connections at random comes to the table of an undisturbed sweep", async () => {
    const whole = await undisturbed(seeds(5), 2);
    const folder = sweepFolder(seeds(5), 2);
    const head = watchSweep(folder, { store: store(), parallel: 0 });
    await head.says(/^sweep: search/m);
    const workers = [1, 2, 3].map((n) =>
      watchWorker(folder, store(), { keepInStore: true, runs: `${folder}/runs${n}` })
    );
    let over = false;
    const done = head.ended.finally(() => over = true);
    let ended = 0;
    // So often that it matters, so seldom that it gets on however slow the machine is.
    for (let time = 0; time < 20 && !over; time++) {
      await pause(500 * Math.random());
      ended += terminate("random() < 0.4").length;
    }
    const { value, failure } = await done;
    await Promise.all(workers.map((worker) => worker.stop()));
    assert.deepEqual([failure, value?.counts], [undefined, { finished: 5 }]);
    assert(ended > 0);
    assert.deepEqual(table(), whole);
  });

  it("cuts all connections many times in a row neither hangs nor holds up Ctrl-C", async () => {
    const whole = await undisturbed(seeds(3), 20);
    const folder = sweepFolder(seeds(3), 20);
    const runs = `${folder}/runs`;
    const args = ["sweep", "search.yaml", "--runs", runs, "--parallel", "1", "--lease", "1 s"];
    const run = () => startSweep(args, { folder, env: { UNROLL_STORE: server.url } });
    const disturb = async () => {
      for (let cut = 0; cut < 12; cut++) {
        terminate("true");
        await pause(50 * Math.random());
      }
    };
    const inTime = (ended: Promise<Ended>) =>
      Promise.race([ended, pause(60_000).then(() => assert.fail("it hangs"))]);
    const first = run();
    await first.said(/^trial 0 begun/m);
    await disturb();
    first.child.kill("SIGINT");
    assert.equal((await inTime(first.ended)).status, 130);
    const second = run();
    await second.said(/^sweep: search/m);
    await disturb();
    const { status, stdout } = await inTime(second.ended);
    assert.equal(status, 0);
    assert.match(stdout, /^3 finished$/m);
    assert.deepEqual(table(), whole);
  });
});
