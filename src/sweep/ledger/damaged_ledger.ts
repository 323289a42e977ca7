/** A ledger whose content no sweep could have written, and why. */
import { Schema } from "effect";
import { InputError, RunError } from "../../base/errors.ts";
import { nameFault } from "../../base/files/safe_name.ts";
import { describeSchemaError } from "../../base/schema_error.ts";

const cause = Schema.declare(Schema.isSchemaError);

const LedgerFlaw = Schema.TaggedUnion({
  Row: { table: Schema.String, cause },
  Definition: { sweep: Schema.String, cause },
  Rungs: { count: Schema.Natural },
  Repeats: { count: Schema.Natural },
  Parameters: { count: Schema.Natural },
  Space: { path: Schema.Array(Schema.String), mistake: Schema.String },
  /** Rows of a sweep that the ledger doesn't have. */
  UnknownSweep: { sweep: Schema.String },
  MissingTrial: { trial: Schema.Natural },
  /** A value that is not in the space. */
  Value: { trial: Schema.Natural, path: Schema.String },
  /** A task of a rung or repetition that the sweep doesn't have, or twice. */
  Task: { trial: Schema.Natural },
  RunName: { trial: Schema.Natural, run: Schema.String },
  /** Tasks of trials that the ledger doesn't have. */
  UnknownTrials: {},
});
export type LedgerFlaw = typeof LedgerFlaw.Type;

/** The ledger of a sweep's own directory: a file that may be anybody's. */
export class DamagedLedger extends InputError.extend<DamagedLedger>("DamagedLedger")({
  _tag: Schema.tag("DamagedLedger"),
  file: Schema.String,
  flaw: LedgerFlaw,
}) {
  override get message(): string {
    return `"${this.file}" is not a sweep's ledger: ${describeFlaw(this.flaw)}`;
  }
}

/** The ledger that a sweep is at work on. */
export class DamagedStore extends RunError.extend<DamagedStore>("DamagedStore")({
  _tag: Schema.tag("DamagedStore"),
  table: Schema.String,
  cause,
}) {
  override get message(): string {
    return `The store's table ${this.table} is damaged: ${describeSchemaError(this.cause)}`;
  }
}

/** A text that may be anybody's, in quotes and not too long. */
const shown = (text: string): string => JSON.stringify(text.slice(0, 100));

const describeFlaw = (flaw: LedgerFlaw): string =>
  LedgerFlaw.match(flaw, {
    Row: ({ table, cause }) => `A row of ${table}: ${describeSchemaError(cause)}`,
    Definition: ({ sweep, cause }) => `The definition of "${sweep}": ${describeSchemaError(cause)}`,
    Rungs: ({ count }) => `It has ${count} rungs`,
    Repeats: ({ count }) => `It has ${count} runs of each trial`,
    Parameters: ({ count }) => `It has ${count} parameters`,
    Space: ({ path, mistake }) => `${path.join(".")}: ${mistake}`,
    UnknownSweep: ({ sweep }) => `It has rows of a sweep that it doesn't have, ${shown(sweep)}`,
    MissingTrial: ({ trial }) => `It has no trial ${trial}`,
    Value: ({ trial, path }) =>
      `Trial ${trial} has a value that is not in the space, ${JSON.stringify(path)}`,
    Task: ({ trial }) => `Trial ${trial} has an impossible task`,
    RunName: ({ trial, run }) =>
      `Trial ${trial} has a run named ${shown(run)}, which ${nameFault(run)}`,
    UnknownTrials: () => "It has tasks of trials that it doesn't have",
  });
