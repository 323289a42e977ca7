import { after, before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { type Postgres, postgresPrograms, startPostgres } from "./support/postgres.ts";
import { endSweep, startSweep, sweepFolder, tableOf, trialTable } from "./support/sweep_files.ts";
import { watchSweep } from "./support/sweep_in_process.ts";

const missing = "PostgreSQL is not installed: apt-get install postgresql";
const programs = postgresPrograms();
const search = `
search: { kind: grid }
space:
  training.optimizer.learningRate: { values: [0.003, 0.01, 0.02, 0.03, 0.1] }
`;
const flags = ["--workers", "1", "--lease", "2 s", "--checkpoints", "store"];

describe("a sweep on PostgreSQL", { skip: programs === undefined && missing }, () => {
  let server: Postgres;
  before(() => {
    server = startPostgres(programs!);
  });
  after(() => server.stop());

  it("is shared by workers of which one is killed and one frozen", async () => {
    const whole = sweepFolder(search, 40);
    const folder = sweepFolder(search, 40);
    for (const file of [whole, folder].map((one) => join(one, "tiny.yaml"))) {
      // A third of the checkpoints, each of which goes to the store.
      writeFileSync(file, readFileSync(file, "utf8").replace("every: 5 steps", "every: 15 steps"));
    }
    const undisturbed = watchSweep(whole).ended;
    const at = ["--store", server.url];
    const workers = [1, 2, 3].map(() =>
      startSweep(["worker", ...at, ...flags, "--parallel", "1"], { folder })
    );
    const [killed, frozen, steady] = workers as [Worker, Worker, Worker];
    const head = startSweep(["sweep", "search.yaml", ...at, ...flags, "--parallel", "0"], {
      folder,
    });
    await Promise.all(
      [killed, frozen].map(({ said }) => said(/^search: trial \d+, rung \d begun/m)),
    );
    killed.child.kill("SIGKILL");
    process.kill(frozen.child.pid!, "SIGSTOP");
    // Both trials go on with another worker, since nobody hears of these two.
    const gone = [killed, frozen].map(({ child }) => `worker LIKE '%:${child.pid}'`).join(" OR ");
    const still = `SELECT 1 FROM unroll_tasks WHERE ended IS NULL AND (${gone})`;
    while (server.rows(still).length > 0) await pause(250);
    process.kill(frozen.child.pid!, "SIGCONT");
    await frozen.said(/ was taken over by another worker/);
    const ended = await head.ended;
    assert.equal(ended.status, 0, ended.stderr);
    for (const { child } of [frozen, steady]) child.kill("SIGINT");
    const others = await Promise.all(workers.map(({ ended }) => ended));
    assert.deepEqual(others.map(({ status }) => status), [null, 130, 130]);

    assert.equal((await undisturbed).failure, undefined);
    const found = tableOf(
      server.rows("SELECT number, assigned, pruned FROM unroll_trials ORDER BY number"),
      server.rows(`SELECT trial, rung, repeat, value, failure, run FROM unroll_tasks
        ORDER BY trial, rung, repeat`),
    );
    assert.deepEqual(found, trialTable(whole));

    const texts = [
      ...[ended, ...others].flatMap(({ stdout, stderr }) => [stdout, stderr]),
      server.dump(),
    ];
    for (const text of [...texts, ...filesBelow(folder)]) assert(!text.includes(server.password));
  });

  it("names a store that it can't open, without its password", async () => {
    const folder = sweepFolder(search);
    const wrong = server.url.replace(/:\d+\//, ":1/");
    const { status, stderr } = await endSweep(["sweep", "search.yaml", "--store", wrong], {
      folder,
    });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Cannot open the store "postgres:\/\/unroll:\*\*\*@127\.0\.0\.1:1\/postgres": /m,
    );
    assert(!stderr.includes(server.password));
  });
});

type Worker = ReturnType<typeof startSweep>;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"));
