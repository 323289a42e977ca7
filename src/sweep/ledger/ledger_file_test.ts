/** Ledgers that somebody else made: any file gives a sweep or one message, and nothing changes. */
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after } from "node:test";
import { Effect, Result } from "effect";
import { InputError } from "../../base/errors.ts";
import { storeLayer } from "../store/open_store.ts";
import type { SweepDefinition } from "../records/definition.ts";
import { Ledger } from "./ledger.ts";
import { makeTables } from "./ledger_tables.ts";
import { ledgerFile } from "../records/sweep_directory.ts";
import { findSweep, readSweepDirectory } from "../results/read_sweep_view.ts";

const folder = fs.mkdtempSync(join(tmpdir(), "unroll-ledger-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const definition: SweepDefinition = {
  experiment: { name: "a" },
  corpus: "ab",
  gates: null,
  objective: { metric: "valid.loss", goal: "minimize" },
  search: { kind: "random", trials: 3, seed: 1 },
  space: [
    { path: "model.cell", domain: { values: ["rnn", "gru"] } },
    { path: "model.dropout", domain: { min: 0, max: 0.5, scale: "linear" } },
  ],
  stop: "none",
  repeats: 1,
  failures: "continue",
  limits: { time: null, trials: 3 },
  rungs: [3],
  unit: "epochs",
};

/** A sweep of three trials, one of which has not ended; `during` is done while it is still open. */
const makeSweep = (name: string, during: (directory: string) => void = () => {}): string => {
  const directory = join(folder, `sweep-${name}`);
  const file = join(directory, ledgerFile);
  Effect.runSync(
    Effect.gen(function* () {
      yield* makeTables;
      yield* Effect.provide(
        Effect.gen(function* () {
          const ledger = yield* Ledger;
          yield* ledger.define("s", "ab", definition, "head");
          for (let trial = 0; trial < 3; trial++) {
            const values = { "model.cell": "gru", "model.dropout": trial / 10 };
            const task = { sweep: "s", trial, rung: 0, repeat: 0 };
            yield* ledger.addTrial("s", trial, values, 1e12);
            yield* ledger.addTask(task);
            yield* ledger.claim(task, "claim", "worker");
            if (trial < 2) {
              yield* ledger.end(task, "claim", { value: 2 - trial, run: "runs/a-1", seconds: 1 });
            }
          }
        }),
        Ledger.layer,
      );
      during(directory);
    }).pipe(Effect.provide(storeLayer({ kind: "sqlite", file, shown: file }))),
  );
  return directory;
};

const read = (directory: string) => Effect.runPromise(Effect.result(readSweepDirectory(directory)));

/** Every file of a directory with its bytes' hash. */
const bytesOf = (directory: string) =>
  Object.fromEntries(
    fs.readdirSync(directory).map((name) => [
      name,
      createHash("sha256").update(fs.readFileSync(join(directory, name))).digest("hex"),
    ]),
  );

/** A copy of the sweep whose database somebody changed. */
const changed = (name: string, ...statements: string[]): string => {
  const directory = makeSweep(name);
  const database = new DatabaseSync(join(directory, ledgerFile));
  for (const statement of statements) database.exec(statement);
  database.close();
  return directory;
};

async function refusal(directory: string): Promise<string> {
  const before = bytesOf(directory);
  const result = await read(directory);
  assert.ok(Result.isFailure(result), "it was accepted");
  assert.ok(result.failure instanceof InputError);
  assert.deepEqual(bytesOf(directory), before);
  assert.ok(result.failure.message.length < 2000);
  return result.failure.message.replace(/^"[^"]*" /, "");
}

const endless = "AS WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n) " +
  "SELECT 's' AS sweep, x AS number, '{}' AS assigned, 0 AS pruned, 0 AS started FROM n";
const set = (key: string, value: string) =>
  `UPDATE unroll_sweeps SET definition = json_set(definition, '$.${key}', json('${value}'))`;

describe("a sweep's own ledger", () => {
  it("is read, and nothing is made or changed beside it", async () => {
    const directory = makeSweep("sound");
    const before = bytesOf(directory);
    const view = Result.getOrThrow(await read(directory));
    assert.deepEqual(Object.keys(before), [ledgerFile]);
    assert.deepEqual(bytesOf(directory), before);
    assert.equal(view.name, "s");
    assert.deepEqual(view.trials.map(({ state }) => state), ["finished", "finished", "running"]);
    assert.deepEqual(view.trials[1]!.values, { "model.cell": "gru", "model.dropout": 0.1 });
  });

  it("is read while its sweep runs, with what is only in its log yet", async () => {
    const views: Promise<unknown>[] = [];
    makeSweep("live", (directory) => {
      assert.ok(fs.statSync(join(directory, `${ledgerFile}-wal`)).size > 0);
      const copy = join(folder, "sweep-killed");
      // As a killed process leaves it: the file and its log, without the index of that.
      fs.mkdirSync(copy);
      for (const name of [ledgerFile, `${ledgerFile}-wal`]) {
        fs.copyFileSync(join(directory, name), join(copy, name));
      }
      const view = Effect.runSyncExit(readSweepDirectory(directory));
      views.push(Promise.resolve(view));
    });
    const [view] = await Promise.all(views);
    assert.equal((view as { _tag: string })._tag, "Success");
    const killed = Result.getOrThrow(await read(join(folder, "sweep-killed")));
    assert.equal(killed.trials.length, 3);
  });

  it("may lie at any path", async () => {
    const directory = makeSweep("a b?c#%41 ü");
    assert.equal(Result.getOrThrow(await read(directory)).trials.length, 3);
  });

  it("is read by a name too, where a store is a file, and no file is made", async () => {
    const file = join(makeSweep("store"), ledgerFile);
    const store = { kind: "sqlite", file, shown: file } as const;
    const found = await Effect.runPromise(findSweep("runs/sweep-s", store));
    assert.equal(found?.trials.length, 3);
    const none = join(folder, "none", "made.sqlite");
    const missing = findSweep("s", { kind: "sqlite", file: none, shown: none });
    const error = await Effect.runPromise(Effect.flip(missing));
    assert.ok(error instanceof InputError);
    assert.match(error.message, /It does not exist/);
    assert.ok(!fs.existsSync(join(folder, "none")));
  });
});

describe("a sweep's ledger that means harm is refused", () => {
  const cases: Readonly<Record<string, readonly [statements: readonly string[], says: RegExp]>> = {
    "a view without end": [
      ["DROP TABLE unroll_trials", `CREATE VIEW unroll_trials ${endless}`],
      /^has no table unroll_trials of a sweep$/,
    ],
    "a column that is computed": [
      [
        "DROP TABLE unroll_trials",
        "CREATE TABLE unroll_trials (sweep TEXT, number INTEGER, pruned INTEGER, started REAL, " +
        "assigned TEXT AS (printf('%.*c', 9000000, 'x')))",
        "INSERT INTO unroll_trials VALUES ('s', 0, 0, 0)",
      ],
      /^has a table unroll_trials with computed columns$/,
    ],
    "a table that is a program": [
      ["DROP TABLE unroll_trials", "CREATE VIRTUAL TABLE unroll_trials USING fts5(sweep, number)"],
      /^(has no table unroll_trials of a sweep|can't be read as a SQLite file: .*)$/,
    ],
    "values that are no JSON": [
      ["UPDATE unroll_trials SET assigned = 'not json'"],
      /^is not a sweep's ledger: A row of unroll_trials: assigned: /,
    ],
    "a definition of another form": [
      ["UPDATE unroll_sweeps SET definition = '[]'"],
      /^is not a sweep's ledger: The definition of "s": /,
    ],
    "a text that is too long": [
      [`UPDATE unroll_trials SET assigned = '{"a": "' || printf('%.*c', 1000000, 'x') || '"}'`],
      /^is not a sweep's ledger: A row of unroll_trials: assigned: /,
    ],
    "values of no parameter": [
      [`UPDATE unroll_trials SET assigned = json_set(assigned, '$.k' || number, 1)`],
      /^is not a sweep's ledger: Trial 0 has a value that is not in the space, "k0"$/,
    ],
    "trials without number": [
      ["UPDATE unroll_trials SET number = number * 1000000"],
      /^is not a sweep's ledger: It has no trial 1$/,
    ],
    "a number that is none": [
      ["UPDATE unroll_tasks SET value = 9e999"],
      /^is not a sweep's ledger: A row of unroll_tasks: value: /,
    ],
    "tasks of no trial": [
      ["UPDATE unroll_tasks SET trial = trial + 7"],
      /^is not a sweep's ledger: It has tasks of trials that it doesn't have$/,
    ],
    "trials of no sweep": [
      ["UPDATE unroll_trials SET sweep = 'other'", "UPDATE unroll_tasks SET sweep = 'other'"],
      /^is not a sweep's ledger: It has rows of a sweep that it doesn't have, "other"$/,
    ],
    "a task of no sweep": [
      ["UPDATE unroll_tasks SET sweep = '' WHERE trial = 2"],
      /^is not a sweep's ledger: It has rows of a sweep that it doesn't have, ""$/,
    ],
    "a run whose path ends above its folder": [
      ["UPDATE unroll_tasks SET run = 'runs/..' WHERE trial = 1"],
      /^is not a sweep's ledger: Trial 1 has a run named "\.\.", which is a folder's own sign$/,
    ],
    "a run whose name steers a terminal": [
      ["UPDATE unroll_tasks SET run = 'runs/a' || char(27) || '[2J' WHERE trial = 0"],
      /^is not a sweep's ledger: Trial 0 has a run named "a\\u001b\[2J", which holds a control character$/,
    ],
    "tasks of no rung": [
      ["UPDATE unroll_tasks SET rung = 1000000"],
      /^is not a sweep's ledger: Trial 0 has an impossible task$/,
    ],
    "a step that leaves values without number": [
      [set("space[1].domain.step", "1e-300")],
      /^is not a sweep's ledger: space\.model\.dropout\.step: Expected a step that leaves at most 100000 /,
    ],
    "rungs without number": [
      [`UPDATE unroll_sweeps SET definition = json_set(definition, '$.rungs', (
        WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 5000)
        SELECT json_group_array(x) FROM n))`],
      /^is not a sweep's ledger: It has 5000 rungs$/,
    ],
    "sweeps without number": [
      [`INSERT INTO unroll_sweeps WITH RECURSIVE
        n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1500)
        SELECT 's' || x, '', '{}', 0, 0, '', '' FROM n`],
      /^has more than 1000 rows in unroll_sweeps$/,
    ],
    "no table": [["DROP TABLE unroll_sweeps"], /^has no sweep$/],
  };
  for (const [name, [statements, says]] of Object.entries(cases)) {
    it(name, async () => assert.match(await refusal(changed(name, ...statements)), says));
  }

  it("a view under another name in the schema", async () => {
    const directory = changed(
      "renamed",
      "DROP TABLE unroll_trials",
      `CREATE VIEW unroll_trials ${endless}`,
    );
    const file = join(directory, ledgerFile);
    const bytes = fs.readFileSync(file);
    const at = bytes.indexOf("viewunroll_trialsunroll_trials");
    assert.ok(at > 0);
    bytes.write("viewother_viewwwwother_viewwww", at);
    fs.writeFileSync(file, bytes);
    assert.match(
      await refusal(directory),
      /^has no table unroll_trials|^can't be read as a SQLite/,
    );
  });

  it("a link, also of a file beside it", async () => {
    const victim = join(folder, "cookies.db");
    const database = new DatabaseSync(victim);
    database.exec("CREATE TABLE cookies (x)");
    database.close();
    const bytes = fs.readFileSync(victim);
    const directory = join(folder, "sweep-link");
    fs.mkdirSync(directory);
    fs.symlinkSync(victim, join(directory, ledgerFile));
    assert.match(await refusal(directory), /^is no plain file: a link .* is not followed$/);
    for (const beside of ["-wal", "-shm", "-journal"]) {
      const sound = makeSweep(`link${beside}`);
      fs.symlinkSync(victim, join(sound, ledgerFile + beside));
      assert.match(await refusal(sound), /^is no plain file$/);
    }
    assert.deepEqual(fs.readFileSync(victim), bytes);
  });

  it("a folder, and bytes that are no database", async () => {
    const directory = join(folder, "sweep-folder");
    fs.mkdirSync(join(directory, ledgerFile), { recursive: true });
    const result = await read(directory);
    assert.match(Result.isFailure(result) ? result.failure.message : "", /is no plain file/);
    const bytes = join(folder, "sweep-bytes");
    fs.mkdirSync(bytes);
    fs.writeFileSync(join(bytes, ledgerFile), "no database ".repeat(1000));
    assert.match(await refusal(bytes), /^can't be read as a SQLite file: /);
  });

  it("any bytes in any place", async () => {
    const directory = makeSweep("any-bytes");
    const file = join(directory, ledgerFile);
    const sound = fs.readFileSync(file);
    for (let i = 0; i < 200; i++) {
      const bytes = Uint8Array.from(sound);
      // Places and bytes that are the same each time.
      for (let k = 0; k < 3; k++) {
        bytes[(7919 * (i * 3 + k) + 101 * i) % bytes.length] = (31 * i + 97 * k) % 256;
      }
      fs.writeFileSync(file, bytes);
      const result = await read(directory);
      if (Result.isFailure(result)) assert.ok(result.failure instanceof InputError);
    }
  });
});
