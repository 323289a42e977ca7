import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect, type Layer, Option } from "effect";
import { SqlClient } from "effect/sql";
import { RunError } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import { storeLayer } from "../store/open_store.ts";
import { DamagedStore } from "./damaged_ledger.ts";
import type { SweepDefinition } from "../records/definition.ts";
import { HeldSweep } from "./sweep_in_use.ts";
import { Ledger } from "./ledger.ts";
import { makeTables } from "./ledger_tables.ts";

const definition: SweepDefinition = {
  experiment: { name: "a" },
  corpus: "ab",
  gates: null,
  objective: { metric: "valid.loss", goal: "minimize" },
  search: { kind: "grid" },
  space: [{ path: "model.cell", domain: { values: ["rnn", "gru"] } }],
  stop: "none",
  repeats: 1,
  failures: "continue",
  limits: { time: null, trials: null },
  rungs: [3],
  unit: "epochs",
};

const task = { sweep: "s", trial: 0, rung: 0, repeat: 0 };
const values = { "model.cell": "gru" };

/** The body with a ledger in memory that has one running sweep with one trial. */
const onLedger = (
  name: string,
  body: (ledger: Ledger["Service"], sql: SqlClient.SqlClient) => Generator<
    Effect.Effect<unknown, unknown, never>,
    void,
    never
  >,
) =>
  effect(name, function* () {
    yield* Effect.gen(function* () {
      yield* makeTables;
      yield* Effect.gen(function* () {
        const ledger = yield* Ledger;
        yield* ledger.define("s", "hash", definition, "head");
        yield* ledger.addTrial("s", 0, values, 1);
        yield* ledger.addTask(task);
        const sql = yield* SqlClient.SqlClient;
        yield* Effect.gen(() => body(ledger, sql));
      }).pipe(Effect.provide(Ledger.layer));
    }).pipe(Effect.provide(memory));
  });

const memory: Layer.Layer<SqlClient.SqlClient, RunError> = storeLayer({
  kind: "sqlite",
  file: ":memory:",
  shown: ":memory:",
});

describe("the ledger", () => {
  onLedger("answers what it was told", function* (ledger) {
    const sweep = Option.getOrThrow(yield* ledger.sweep("s"));
    assert.deepEqual(sweep, { definition, spent: 0, status: "running" });
    assert.deepEqual(yield* ledger.names, ["s"]);
    assert.equal((yield* ledger.sweep("t"))._tag, "None");
    yield* ledger.prune("s", 0);
    const [trial, ...others] = yield* ledger.trials("s");
    assert.deepEqual([trial?.values, trial?.pruned, others], [values, true, []]);
    assert.deepEqual(trial?.tasks, yield* ledger.tasks("s", [0]));
    assert.deepEqual(yield* ledger.values("s", 0), values);
  });

  onLedger("counts who was at a task, anew from each newer checkpoint", function* (ledger) {
    assert.deepEqual(yield* ledger.claim(task, "a", "one"), Option.some(1));
    assert.deepEqual(yield* ledger.claim(task, "b", "two"), Option.some(2));
    assert.equal(yield* ledger.setOut(task, "b", 0), 2);
    yield* ledger.release(task, "b", false);
    assert.deepEqual(yield* ledger.claim(task, "c", "two"), Option.some(2));
    assert.equal(yield* ledger.setOut(task, "c", 10), 1);
    assert.equal(yield* ledger.setOut(task, "b", 20), 0);
  });

  onLedger("takes a result from whoever has the task, and once it has one no claim", function* (
    ledger,
  ) {
    yield* ledger.claim(task, "a", "one");
    yield* ledger.claim(task, "b", "two");
    const result = { value: 1, run: "runs/a", seconds: 2 };
    assert.equal(yield* ledger.holds(task, "a", 5), false);
    assert.equal(yield* ledger.end(task, "a", result), false);
    assert.equal(yield* ledger.end(task, "b", result), true);
    assert.deepEqual(yield* ledger.claim(task, "c", "one"), Option.none());
    const [ended] = yield* ledger.tasks("s", [0]);
    assert.deepEqual([ended?.value, ended?.run, ended?.claimed], [1, "runs/a", true]);
  });

  onLedger("refuses a head that was replaced", function* (ledger) {
    yield* ledger.define("s", "hash", definition, "other");
    const error = yield* Effect.flip(ledger.note("s", "head", { spent: 1, status: "done" }));
    assert(error instanceof HeldSweep && error.sweep === "s");
    yield* ledger.note("s", "other", { spent: 1, status: "done" });
    assert.deepEqual(yield* ledger.claim(task, "a", "one"), Option.none());
  });

  onLedger("names the table of a row that is damaged", function* (ledger, sql) {
    yield* sql`UPDATE unroll_trials SET assigned = '{'`;
    for (const read of [Effect.asVoid(ledger.trials("s")), Effect.asVoid(ledger.values("s", 0))]) {
      const error = yield* Effect.flip(read);
      assert(error instanceof DamagedStore && error instanceof RunError);
      assert.match(error.message, /^The store's table unroll_trials is damaged: \S*assigned: /);
    }
    yield* sql`UPDATE unroll_sweeps SET definition = '{}'`;
    const error = yield* Effect.flip(ledger.sweep("s"));
    assert(error instanceof DamagedStore && error.table === "unroll_sweeps");
  });
});
