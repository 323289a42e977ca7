/**
 * What is known of sweeps, in a database: their definitions, trials, results. It is the only
 * authority: a result counts once it is here, and only from the worker that holds the task.
 */
import { Clock, Context, Effect, Layer, Option, Schema } from "effect";
import { SqlClient } from "effect/sql";
import { InputError, type RunError } from "../../base/errors.ts";
import { storeFailure, StorePatience } from "../store/store_failure.ts";
import { SweepDefinition } from "./definition.ts";
import type { Assignment } from "../space/space.ts";
import type { TaskRecord, TrialRecord } from "./trial_record.ts";
import type { TrialTask } from "./trial_task.ts";

export interface SweepRecord {
  readonly definition: SweepDefinition;
  /** Seconds of all its processes so far. */
  readonly spent: number;
  /** A sweep that is not running hands out no tasks. */
  readonly status: "running" | "stopped" | "done";
}

/** A copy of a run directory. */
export interface KeptRun {
  /** Name of the directory. */
  readonly name: string;
  readonly steps: number;
  /** As `packRun` makes it. */
  readonly content: Uint8Array;
}

/** A larger copy is neither kept nor read: it is one message of a connection. */
export const mostRunBytes = 2 ** 30 - 2 ** 16;

/** A sweep that another process has taken over, or holds. */
export class HeldSweep extends InputError {}

export const heldSweep = (name: string): HeldSweep =>
  new HeldSweep({
    message: `The sweep "${name}" is run by another process: wait for it or stop it`,
  });

/** How a task ended. */
export type TaskResult =
  | { readonly value: number; readonly run: string; readonly seconds: number }
  | { readonly failure: string; readonly run: string | null };

export class Ledger extends Context.Service<Ledger, {
  readonly sweep: (name: string) => Effect.Effect<Option.Option<SweepRecord>, RunError>;
  /** Names of all sweeps, in their order. */
  readonly names: Effect.Effect<readonly string[], RunError>;
  /** Writes a sweep, or its changed definition; from then on it is this head's. */
  readonly define: (
    name: string,
    hash: string,
    definition: SweepDefinition,
    head: string,
  ) => Effect.Effect<void, RunError>;
  /** Fails with a {@link HeldSweep} where the sweep is another head's by now. */
  readonly note: (
    name: string,
    head: string,
    change: Pick<SweepRecord, "spent" | "status">,
  ) => Effect.Effect<void, HeldSweep | RunError>;
  readonly trials: (name: string) => Effect.Effect<readonly TrialRecord[], RunError>;
  readonly values: (name: string, number: number) => Effect.Effect<Assignment, RunError>;
  /** The tasks of some trials. */
  readonly tasks: (
    name: string,
    trials: readonly number[],
  ) => Effect.Effect<readonly TaskRecord[], RunError>;
  readonly addTrial: (
    name: string,
    number: number,
    values: Assignment,
    started: number,
  ) => Effect.Effect<void, RunError>;
  readonly addTask: (task: TrialTask) => Effect.Effect<void, RunError>;
  readonly prune: (name: string, number: number) => Effect.Effect<void, RunError>;
  /** Makes tasks that failed such as nobody has begun, and answers them. */
  readonly reopenFailed: (name: string) => Effect.Effect<readonly TrialTask[], RunError>;
  /**
   * Makes a task the claimant's, whoever had it before, and answers how often one was at it without
   * getting on, this time included; none where it has ended or its sweep is not running.
   */
  readonly claim: (
    task: TrialTask,
    claim: string,
    worker: string,
  ) => Effect.Effect<Option.Option<number>, RunError>;
  /**
   * Notes the checkpoint from which a training sets out, and answers how often one was at it since the
   * last newer one, this time included.
   */
  readonly setOut: (
    task: TrialTask,
    claim: string,
    saved: number,
  ) => Effect.Effect<number, RunError>;
  /** Whether the task is still the claimant's; notes how far it is. */
  readonly holds: (
    task: TrialTask,
    claim: string,
    step: number,
  ) => Effect.Effect<boolean, RunError>;
  /** Gives a task back; the attempt counts or not. */
  readonly release: (
    task: TrialTask,
    claim: string,
    counts: boolean,
  ) => Effect.Effect<void, RunError>;
  /** A task was taken over from a process that has not ended: that attempt counts not. */
  readonly outlive: (task: TrialTask) => Effect.Effect<void, RunError>;
  /** Ends a task if it is still the claimant's; whether it was. */
  readonly end: (
    task: TrialTask,
    claim: string,
    result: TaskResult,
  ) => Effect.Effect<boolean, RunError>;
  /** Keeps a copy of a task's run, with the steps that it has done, if the claimant has the task. */
  readonly keepRun: (
    task: TrialTask,
    claim: string,
    run: KeptRun,
  ) => Effect.Effect<void, RunError>;
  /**
   * The copy of the run that belongs to a task, whichever worker and rung it is from; none where it is
   * larger than {@link mostRunBytes}.
   */
  readonly keptRun: (task: TrialTask) => Effect.Effect<Option.Option<KeptRun>, RunError>;
  /** Says that a worker is there for so many tasks at once. */
  readonly beat: (worker: string, parallel: number) => Effect.Effect<void, RunError>;
  /** Tasks that the workers heard of within some seconds can take at once. */
  readonly hands: (seconds: number) => Effect.Effect<number, RunError>;
  /** All that is done in it is done, or nothing. */
  readonly transaction: <A, E, R>(
    effect: Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E | RunError, R>;
}>()("unroll/sweep/Ledger") {
  static readonly layer: Layer.Layer<Ledger, never, SqlClient.SqlClient> = Layer.effect(
    Ledger,
    Effect.suspend(() => makeLedger),
  );
}

const decodeDefinition = Schema.decodeUnknownSync(Schema.fromJsonString(SweepDefinition));

const makeLedger: Effect.Effect<Ledger["Service"], never, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    const clock = yield* Clock.Clock;
    const now = () => clock.currentTimeMillisUnsafe();
    const done = <E, R>(effect: Effect.Effect<unknown, E, R>) =>
      Effect.asVoid(storeFailure(effect));
    const any = <E, R>(effect: Effect.Effect<readonly unknown[], E, R>) =>
      Effect.map(storeFailure(effect), (rows) => rows.length > 0);
    const where = ({ sweep, trial, rung, repeat }: TrialTask) =>
      sql`sweep = ${sweep} AND trial = ${trial} AND rung = ${rung} AND repeat = ${repeat}`;
    const held = (task: TrialTask, claim: string) =>
      sql`${where(task)} AND claim = ${claim} AND ended IS NULL`;
    /** Milliseconds; the machines' own clocks may differ. */
    const clockOfStore = sql.onDialectOrElse({
      pg: () => sql.literal("(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::float8"),
      orElse: () => sql.literal("((julianday('now') - 2440587.5) * 86400000.0)"),
    });
    const columns = sql`trial, rung, repeat, claim, attempts, run, step, started, ended, value,
      seconds, failure`;
    type Row = Omit<TaskRecord, "claimed"> & { readonly claim: string | null };
    const asTask = ({ claim, ...row }: Row): TaskRecord => ({ ...row, claimed: claim !== null });

    return {
      sweep: (name) =>
        storeFailure(
          sql<{ definition: string; spent: number; status: SweepRecord["status"] }>`
          SELECT definition, spent, status FROM unroll_sweeps WHERE name = ${name}`,
        ).pipe(
          Effect.map(([row]) =>
            row === undefined
              ? Option.none()
              : Option.some({ ...row, definition: decodeDefinition(row.definition) })
          ),
        ),
      names: Effect.map(
        storeFailure(sql<{ name: string }>`SELECT name FROM unroll_sweeps ORDER BY name`),
        (rows) => rows.map(({ name }) => name),
      ),
      define: (name, hash, definition, head) =>
        done(sql`
          INSERT INTO unroll_sweeps (name, hash, definition, started, spent, status, head)
          VALUES (${name}, ${hash}, ${JSON.stringify(definition)}, ${now()}, 0, 'running', ${head})
          ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, definition = excluded.definition,
            head = excluded.head`),
      note: (name, head, { spent, status }) =>
        Effect.flatMap(
          any(sql`UPDATE unroll_sweeps SET spent = ${spent}, status = ${status}
            WHERE name = ${name} AND head = ${head} RETURNING name`),
          (own) => own ? Effect.void : Effect.fail(heldSweep(name)),
        ),
      trials: Effect.fnUntraced(function* (name) {
        const trials = yield* storeFailure(
          sql<{ number: number; assigned: string; pruned: number; started: number }>`
          SELECT number, assigned, pruned, started FROM unroll_trials
          WHERE sweep = ${name} ORDER BY number`,
        );
        const rows = yield* storeFailure(sql<Row>`
          SELECT ${columns} FROM unroll_tasks WHERE sweep = ${name} ORDER BY trial, rung, repeat`);
        const tasks = Map.groupBy(rows.map(asTask), ({ trial }) => trial);
        return trials.map(({ number, assigned, pruned, started }) => ({
          number,
          values: JSON.parse(assigned) as Assignment, // as addTrial wrote it
          pruned: pruned !== 0,
          started,
          tasks: tasks.get(number) ?? [],
        }));
      }),
      values: (name, number) =>
        Effect.map(
          storeFailure(sql<{ assigned: string }>`
            SELECT assigned FROM unroll_trials WHERE sweep = ${name} AND number = ${number}`),
          ([row]) => JSON.parse(row?.assigned ?? "{}") as Assignment, // as addTrial wrote it
        ),
      tasks: (name, trials) =>
        trials.length === 0 ? Effect.succeed([]) : Effect.map(
          storeFailure(sql<Row>`
            SELECT ${columns} FROM unroll_tasks
            WHERE sweep = ${name} AND ${sql.in("trial", trials)} ORDER BY trial, rung, repeat`),
          (rows) => rows.map(asTask),
        ),
      addTrial: (name, number, values, started) =>
        done(sql`INSERT INTO unroll_trials (sweep, number, assigned, pruned, started)
          VALUES (${name}, ${number}, ${JSON.stringify(values)}, 0, ${started})
          ON CONFLICT (sweep, number) DO NOTHING`),
      addTask: ({ sweep, trial, rung, repeat }) =>
        done(sql`INSERT INTO unroll_tasks (sweep, trial, rung, repeat, attempts)
          VALUES (${sweep}, ${trial}, ${rung}, ${repeat}, 0)
          ON CONFLICT (sweep, trial, rung, repeat) DO NOTHING`),
      prune: (name, number) =>
        done(sql`UPDATE unroll_trials SET pruned = 1
          WHERE sweep = ${name} AND number = ${number}`),
      reopenFailed: (name) =>
        storeFailure(sql<TrialTask>`
          UPDATE unroll_tasks SET claim = NULL, worker = NULL, attempts = 0, saved = NULL,
            started = NULL, ended = NULL, failure = NULL
          WHERE sweep = ${name} AND failure IS NOT NULL RETURNING sweep, trial, rung, repeat`),
      claim: (task, claim, worker) =>
        Effect.map(
          storeFailure(sql<{ attempts: number }>`
            UPDATE unroll_tasks SET worker = ${worker}, started = COALESCE(started, ${now()}),
              attempts = CASE WHEN claim = ${claim} THEN attempts ELSE attempts + 1 END,
              claim = ${claim}
            WHERE ${where(task)} AND ended IS NULL AND EXISTS (
              SELECT 1 FROM unroll_sweeps WHERE name = ${task.sweep} AND status = 'running')
            RETURNING attempts`),
          ([row]) => Option.fromNullishOr(row?.attempts),
        ),
      setOut: (task, claim, saved) =>
        Effect.map(
          storeFailure(sql<{ attempts: number }>`
            UPDATE unroll_tasks SET
              saved = CASE WHEN COALESCE(saved, 0) < ${saved} THEN ${saved} ELSE COALESCE(saved, 0) END,
              attempts = CASE WHEN COALESCE(saved, 0) < ${saved} THEN 1 ELSE attempts END
            WHERE ${held(task, claim)} RETURNING attempts`),
          ([row]) => row?.attempts ?? 0,
        ),
      holds: (task, claim, step) =>
        any(sql`UPDATE unroll_tasks SET step = ${step} WHERE ${held(task, claim)} RETURNING step`),
      release: (task, claim, counts) =>
        done(sql`UPDATE unroll_tasks SET claim = NULL, attempts = attempts - ${counts ? 0 : 1}
          WHERE ${held(task, claim)}`),
      outlive: (task) =>
        done(sql`UPDATE unroll_tasks SET attempts = attempts - 1
          WHERE ${where(task)} AND ended IS NULL AND attempts > 1`),
      end: (task, claim, result) => {
        const ended = { ended: now(), value: null, seconds: null, failure: null, ...result };
        return any(sql`
          UPDATE unroll_tasks SET ended = ${ended.ended}, value = ${ended.value},
            seconds = ${ended.seconds}, failure = ${ended.failure}, run = ${ended.run}
          WHERE ${where(task)} AND claim = ${claim} RETURNING trial`);
      },
      keepRun: (task, claim, { name, steps, content }) =>
        done(sql`
          INSERT INTO unroll_runs (sweep, trial, repeat, name, steps, content)
          SELECT ${task.sweep}, ${task.trial}, ${task.repeat}, ${name}, ${steps}, ${content}
          FROM unroll_tasks WHERE ${held(task, claim)}
          ON CONFLICT (sweep, trial, repeat) DO UPDATE SET
            name = excluded.name, steps = excluded.steps, content = excluded.content`),
      keptRun: ({ sweep, trial, repeat }) =>
        Effect.map(
          storeFailure(sql<KeptRun>`
            SELECT name, steps, content FROM unroll_runs
            WHERE sweep = ${sweep} AND trial = ${trial} AND repeat = ${repeat}
              AND length(content) <= ${mostRunBytes} AND length(name) <= 1000`),
          ([row]) => Option.fromNullishOr(row),
        ),
      beat: (worker, parallel) =>
        done(sql`
          INSERT INTO unroll_workers (id, parallel, seen) VALUES (${worker}, ${parallel}, ${clockOfStore})
          ON CONFLICT (id) DO UPDATE SET parallel = excluded.parallel, seen = excluded.seen`),
      hands: (seconds) =>
        Effect.map(
          storeFailure(sql<{ parallel: number }>`
            SELECT parallel FROM unroll_workers
            WHERE seen BETWEEN ${clockOfStore} - ${1000 * seconds}
              AND ${clockOfStore} + ${1000 * seconds}`),
          (rows) => rows.reduce((sum, { parallel }) => sum + parallel, 0),
        ),
      // A statement within waits for nothing, its transaction is gone: that is begun anew.
      transaction: (effect) =>
        storeFailure(
          sql.withTransaction(Effect.provideService(effect, StorePatience, undefined)),
        ),
    };
  },
);
