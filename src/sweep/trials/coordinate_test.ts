import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect, Layer } from "effect";
import { effect } from "../../base/test_effect.ts";
import type { SweepDefinition } from "../records/definition.ts";
import type { SweepEvent } from "../records/events.ts";
import { HeldSweep } from "../ledger/sweep_in_use.ts";
import { Ledger } from "../ledger/ledger.ts";
import { makeTables } from "../ledger/ledger_tables.ts";
import type { TaskResult } from "../ledger/task_table.ts";
import { TaskQueue } from "../ledger/task_queue.ts";
import { taskId, type TrialTask } from "../records/trial_task.ts";
import { Sampler } from "../samplers/sampler.ts";
import { makeStopper } from "../stoppers/make_stopper.ts";
import { storeLayer } from "../store/open_store.ts";
import { coordinate } from "./coordinate.ts";

const definition: SweepDefinition = {
  experiment: { name: "a" },
  corpus: "ab",
  gates: null,
  objective: { metric: "valid.loss", goal: "minimize" },
  search: { kind: "grid" },
  space: [{ path: "seed", domain: { values: [5, 3, 4] } }],
  stop: "none",
  repeats: 1,
  failures: "continue",
  limits: { time: null, trials: null },
  rungs: [1],
  unit: "epochs",
};

/** What a worker would come to with a task's values. */
type Train = (seed: number) => TaskResult;

const lossIsSeed: Train = (seed) => ({ value: seed, run: `runs/${seed}`, seconds: 1 });

/** A head whose tasks are ended one by one as soon as it waits, and what it says meanwhile. */
const head = Effect.fnUntraced(function* (
  train: Train,
  { over = {}, slots = 2, token = "head" }: {
    readonly over?: Partial<SweepDefinition>;
    readonly slots?: number;
    readonly token?: string;
  } = {},
) {
  const ledger = yield* Ledger;
  const queue: TrialTask[] = [];
  const events: SweepEvent[] = [];
  let most = 0;
  const trainNext = Effect.gen(function* () {
    most = Math.max(most, queue.length);
    const task = queue.shift();
    if (task === undefined) return;
    yield* ledger.claim(task, taskId(task), "worker");
    const { seed } = yield* ledger.values("s", task.trial);
    yield* ledger.end(task, taskId(task), train(Number(seed)));
  });
  const ofSweep = { ...definition, ...over };
  yield* ledger.define("s", "hash", ofSweep, "head");
  const outcome = yield* coordinate({
    name: "s",
    head: token,
    definition: ofSweep,
    stopper: makeStopper("none", "minimize", 1),
    slots: Effect.succeed(slots),
    changed: Effect.orDie(trainNext),
    onEvent: (event) => Effect.sync(() => void events.push(event)),
    onTrials: () => {},
  }).pipe(Effect.provide(Layer.mergeAll(Sampler.layer("grid"), queueOf(queue))));
  return { outcome, events, most };
});

const queueOf = (tasks: TrialTask[]): Layer.Layer<TaskQueue> =>
  Layer.succeed(TaskQueue, {
    offer: (task) => Effect.sync(() => void tasks.push(task)),
    take: () => Effect.die(new Error("Nobody takes tasks")),
    forget: () => Effect.void,
    mendTimes: Effect.void,
  });

const withLedger = <A, E>(body: Effect.Effect<A, E, Ledger>) =>
  Effect.andThen(makeTables, Effect.provide(body, Ledger.layer)).pipe(
    Effect.provide(storeLayer({ kind: "sqlite", file: ":memory:", shown: ":memory:" })),
  );

const seeds = (trials: readonly { readonly values: Readonly<Record<string, unknown>> }[]) =>
  trials.map(({ values }) => values["seed"]);

describe("coordinate", () => {
  effect("begins every trial of a grid, as many at once as there are slots", function* () {
    const { outcome, events, most } = yield* withLedger(head(lossIsSeed));
    assert.equal(outcome.ending, "done");
    assert.deepEqual(seeds(outcome.trials), [5, 3, 4]);
    assert.deepEqual(outcome.trials.map(({ objective }) => objective), [5, 3, 4]);
    assert.equal(most, 2);
    assert.deepEqual(events.map(({ event }) => event), [
      ..."sweep begun begun finished begun finished finished".split(" "),
    ]);
  });

  effect("goes on with what the ledger has", function* () {
    yield* withLedger(Effect.gen(function* () {
      yield* head(lossIsSeed, { over: { limits: { time: null, trials: 1 } } });
      const { outcome, events } = yield* head(lossIsSeed);
      assert.deepEqual(events[0], { event: "sweep", name: "s", statuses: { finished: 1 } });
      assert.deepEqual(seeds(outcome.trials), [5, 3, 4]);
    }));
  });

  effect("ends at the first failure where it is told to", function* () {
    const fails: Train = (seed) =>
      seed === 3 ? { failure: "It diverged", run: null } : lossIsSeed(seed);
    const over = { failures: "stop" } as const;
    const { outcome } = yield* withLedger(head(fails, { over, slots: 1 }));
    assert.equal(outcome.ending, "failure");
    assert.deepEqual(outcome.trials.map(({ state }) => state), ["finished", "failed"]);
    const all = yield* withLedger(head(fails));
    assert.deepEqual([all.outcome.ending, all.outcome.trials.length], ["done", 3]);
  });

  effect("stops where the sweep is another head's by now", function* () {
    const error = yield* Effect.flip(withLedger(head(lossIsSeed, { token: "another" })));
    assert(error instanceof HeldSweep && error.sweep === "s");
  });

  effect("numbers trials right where a transaction has to be written twice", function* () {
    const twice = Effect.updateService(head(lossIsSeed), Ledger, (ledger) => ({
      ...ledger,
      transaction: (change) => ledger.transaction(Effect.andThen(change, change)),
    }));
    const { outcome } = yield* withLedger(twice);
    assert.deepEqual(outcome.trials.map(({ number }) => number), [0, 1, 2]);
    assert.deepEqual(seeds(outcome.trials), [5, 3, 4]);
  });
});
