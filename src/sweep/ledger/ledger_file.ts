/**
 * The ledger in a sweep's directory, as `compare` and `report` read it. The file may come from
 * anybody, so every row is decoded and checked against the sweep's definition.
 */
import { Effect, Option, Schema, type Scope } from "effect";
import type { InputError } from "../../base/errors.ts";
import { openReadOnly, type ReadOnlySqlite } from "../store/read_only_sqlite.ts";
import { checkDefinition, checkSweepsOf, checkTrials } from "./check_ledger.ts";
import { DamagedLedger, type LedgerFlaw } from "./damaged_ledger.ts";
import { SweepDefinition } from "../records/definition.ts";
import { claimed, TaskRow, trialRecords, TrialRow } from "./trial_rows.ts";
import type { TrialRecord } from "../records/trial_record.ts";

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
const sweep = Schema.String;
const TrialOfSweep = Schema.Struct({ ...TrialRow.fields, sweep });
const TaskOfSweep = Schema.Struct({ ...TaskRow.fields, sweep });

/** Opens the file until the scope closes. Errors: an InputError where it is no sweep's ledger. */
export const openLedgerFile = Effect.fnUntraced(function* (
  file: string,
): Effect.fn.Return<LedgerReader<InputError>, InputError, Scope.Scope> {
  const database = yield* openReadOnly(file);
  const table = tablesOf(file, database);
  const sweeps = (yield* database.has("unroll_sweeps"))
    ? yield* table("unroll_sweeps", sweepColumns, most.sweeps, SweepRow)
    : [];
  const names = sweeps.map(({ name }) => name).sort();
  const refuse = (flaw: LedgerFlaw | undefined) =>
    flaw === undefined ? Effect.void : Effect.fail(new DamagedLedger({ file, flaw }));
  const ofSweep = <Row extends { readonly sweep: string }>(name: string, rows: readonly Row[]) =>
    Effect.as(
      refuse(checkSweepsOf(rows, names)),
      rows.filter(({ sweep }) => sweep === name),
    );
  return {
    names: Effect.succeed(names),
    definition: Effect.fnUntraced(function* (name) {
      const row = sweeps.find((sweep) => sweep.name === name);
      if (row === undefined) return Option.none();
      const definition = yield* decodeDefinition(row.definition).pipe(
        Effect.mapError((cause) =>
          new DamagedLedger({ file, flaw: { _tag: "Definition", sweep: name, cause } })
        ),
      );
      yield* refuse(checkDefinition(definition));
      return Option.some(definition);
    }),
    trials: Effect.fnUntraced(function* (name, definition) {
      const trials = (yield* ofSweep(
        name,
        yield* table("unroll_trials", trialColumns, most.trials, TrialOfSweep),
      )).sort((a, b) => a.number - b.number);
      const tasks = (yield* ofSweep(
        name,
        yield* table("unroll_tasks", taskColumns, most.tasks, TaskOfSweep),
      )).sort((a, b) => a.trial - b.trial || a.rung - b.rung || a.repeat - b.repeat);
      const records = trialRecords(trials, tasks);
      yield* refuse(checkTrials(records, tasks.length, definition));
      return records;
    }),
  };
});

const decodeDefinition = Schema.decodeUnknownEffect(Schema.fromJsonString(SweepDefinition));

const sweepColumns = [text("name"), text("definition", definitionLimit)];
const trialColumns = [text("sweep"), "number", text("assigned"), "pruned", "started"];
const taskColumns = [
  text("sweep"),
  ..."trial rung repeat attempts step started ended value seconds".split(" "),
  claimed,
  text("run"),
  text("failure"),
];

/** Reads the tables of a file, each row decoded. */
const tablesOf = (file: string, database: ReadOnlySqlite) =>
  Effect.fnUntraced(function* <A>(
    table: string,
    columns: readonly string[],
    limit: number,
    schema: Schema.Decoder<A>,
  ): Effect.fn.Return<readonly A[], InputError> {
    const rows = yield* database.rows(table, columns, limit);
    const decode = Schema.decodeUnknownEffect(schema);
    return yield* Effect.forEach(rows, (row) => decode(row)).pipe(
      Effect.mapError((cause) => new DamagedLedger({ file, flaw: { _tag: "Row", table, cause } })),
    );
  });
