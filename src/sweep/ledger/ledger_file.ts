/**
 * The ledger of a sweep's own directory, as `compare` and `report` read it: a file that may be
 * anybody's, so that every row is decoded and held against the sweep's own definition.
 */
import { Effect, Option, Schema, type Scope } from "effect";
import type { InputError } from "../../base/errors.ts";
import { describeSchemaError } from "../../base/schema_error.ts";
import { openReadOnly, type ReadOnlySqlite } from "../store/read_only_sqlite.ts";
import { checkDefinition, checkSweepsOf, checkTrials } from "./check_ledger.ts";
import { ScalarValue, SweepDefinition } from "./definition.ts";
import { TaskRecord, type TrialRecord } from "./trial_record.ts";

/** Most rows of each table: those of a sweep of the most trials. */
const most = { sweeps: 1000, trials: 100_000, tasks: 1_000_000 };

/** Most bytes of one text; of a definition, which holds the experiment. */
const textLimit = 2 ** 16;
const definitionLimit = 2 ** 24;

/** A text, or a value that no schema takes for one where it is too long. */
const text = (column: string, limit = textLimit) =>
  `CASE WHEN octet_length(${column}) > ${limit} THEN zeroblob(0) ELSE ${column} END AS ${column}`;

/** What is read of sweeps, from a file or from a store. */
export interface LedgerReader<E> {
  readonly names: Effect.Effect<readonly string[], E>;
  readonly definition: (name: string) => Effect.Effect<Option.Option<SweepDefinition>, E>;
  /** Trials of a sweep, in the order of their numbers. */
  readonly trials: (
    name: string,
    definition: SweepDefinition,
  ) => Effect.Effect<readonly TrialRecord[], E>;
}

const SweepRow = Schema.Struct({ name: Schema.String, definition: Schema.String });
const TrialRow = Schema.Struct({
  sweep: Schema.String,
  number: Schema.Natural,
  assigned: Schema.fromJsonString(Schema.Record(Schema.String, ScalarValue)),
  pruned: Schema.Natural,
  started: Schema.Finite,
});
const TaskRow = Schema.Struct({
  ...TaskRecord.fields,
  claimed: Schema.Natural,
  sweep: Schema.String,
});

/** Opens the file until the scope closes. Errors: an InputError where it is no sweep's ledger. */
export const openLedgerFile = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<LedgerReader<InputError>, InputError, Scope.Scope> {
  const database = yield* openReadOnly(file);
  const sweeps = (yield* database.has("unroll_sweeps"))
    ? yield* decodedRows(
      database,
      "unroll_sweeps",
      ["name", "definition"].map((column) =>
        text(column, column === "name" ? textLimit : definitionLimit)
      ),
      most.sweeps,
      SweepRow,
    )
    : [];
  return {
    names: Effect.succeed(sweeps.map(({ name }) => name).sort()),
    definition: Effect.fnUntraced(function* (name) {
      const row = sweeps.find((sweep) => sweep.name === name);
      if (row === undefined) return Option.none();
      const json = Schema.fromJsonString(SweepDefinition);
      const definition = yield* decoded(database, `The definition of "${name}"`, json)(
        row.definition,
      );
      yield* refuse(database, checkDefinition(definition));
      return Option.some(definition);
    }),
    trials: Effect.fnUntraced(function* (name, definition) {
      const known = sweeps.map((sweep) => sweep.name);
      const ofSweep = <Row extends { readonly sweep: string }>(rows: readonly Row[]) =>
        Effect.as(
          refuse(database, checkSweepsOf(rows, known)),
          rows.filter(({ sweep }) => sweep === name),
        );
      const columns = [text("sweep"), "number", text("assigned"), "pruned", "started"];
      const trials = (yield* ofSweep(
        yield* decodedRows(database, "unroll_trials", columns, most.trials, TrialRow),
      )).sort((a, b) => a.number - b.number);
      const tasks = (yield* ofSweep(
        yield* decodedRows(database, "unroll_tasks", taskColumns, most.tasks, TaskRow),
      )).sort((a, b) => a.trial - b.trial || a.rung - b.rung || a.repeat - b.repeat);
      const byTrial = Map.groupBy(tasks, ({ trial }) => trial);
      const records = trials.map(({ number, assigned, pruned, started }): TrialRecord => ({
        number,
        values: assigned,
        pruned: pruned !== 0,
        started,
        tasks: (byTrial.get(number) ?? []).map(({ sweep: _, claimed, ...task }) => ({
          ...task,
          claimed: claimed !== 0,
        })),
      }));
      yield* refuse(database, checkTrials(records, tasks.length, definition));
      return records;
    }),
  };
});

const taskColumns = [
  text("sweep"),
  ..."trial rung repeat attempts step started ended value seconds".split(" "),
  "claim IS NOT NULL AS claimed",
  text("run"),
  text("failure"),
];

const refuse = (database: ReadOnlySqlite, mistake: string | undefined) =>
  mistake === undefined ? Effect.void : Effect.fail(database.wrong(`is no sweep's: ${mistake}`));

const decoded = <A>(database: ReadOnlySqlite, what: string, schema: Schema.Decoder<A>) => {
  const decode = Schema.decodeUnknownEffect(schema);
  return (value: unknown): Effect.Effect<A, InputError> =>
    decode(value).pipe(
      Effect.mapError((error) =>
        database.wrong(`is no sweep's: ${what}: ${describeSchemaError(error)}`)
      ),
    );
};

const decodedRows = Effect.fnUntraced(function* <A>(
  database: ReadOnlySqlite,
  table: string,
  columns: readonly string[],
  limit: number,
  schema: Schema.Decoder<A>,
): Effect.fn.Return<readonly A[], InputError> {
  const rows = yield* database.rows(table, columns, limit);
  const decode = decoded(database, `A row of ${table}`, schema);
  return yield* Effect.forEach(rows, decode);
});
