/** Checks that a ledger file could belong to a sweep, and that showing it ends. */
import { inWords } from "../../config/wording.ts";
import { nameFault } from "../../base/files/safe_name.ts";
import type { LedgerFlaw } from "./damaged_ledger.ts";
import type { SweepDefinition } from "../records/definition.ts";
import { rangeMistakes } from "../space/range_mistakes.ts";
import { parameterLimit, sizeMistakes } from "../space/size_mistakes.ts";
import type { Choices, Range, Scalar } from "../space/space.ts";
import type { TaskRecord, TrialRecord } from "../records/trial_record.ts";

/** Most lengths of training at which trials are compared. */
const mostRungs = 2000;
/** Most runs of a trial. */
const mostRepeats = 1000;

/** What is wrong with a definition, undefined where nothing is. */
export function checkDefinition(
  { space, rungs, repeats }: SweepDefinition,
): LedgerFlaw | undefined {
  if (rungs.length === 0 || rungs.length > mostRungs) {
    return { _tag: "Rungs", count: rungs.length };
  }
  if (repeats === 0 || repeats > mostRepeats) return { _tag: "Repeats", count: repeats };
  if (space.length > parameterLimit) return { _tag: "Parameters", count: space.length };
  const [mistake] = [
    ...sizeMistakes(space),
    ...space.flatMap(({ path, domain }) => "values" in domain ? [] : rangeMistakes(path, domain)),
  ];
  return mistake && { _tag: "Space", path: mistake.path, mistake: inWords(mistake.message) };
}

/** What is wrong with rows that each belong to a sweep, where these are all that there are. */
export function checkSweepsOf(
  rows: readonly { readonly sweep: string }[],
  sweeps: readonly string[],
): LedgerFlaw | undefined {
  const known = new Set(sweeps);
  const orphan = rows.find(({ sweep }) => !known.has(sweep));
  return orphan && { _tag: "UnknownSweep", sweep: orphan.sweep };
}

/** What is wrong with its trials, whose tasks are `taskCount` in all. */
export function checkTrials(
  records: readonly TrialRecord[],
  taskCount: number,
  definition: SweepDefinition,
): LedgerFlaw | undefined {
  const domains = new Map(definition.space.map(({ path, domain }) => [path, domain]));
  let known = 0;
  for (const [index, record] of records.entries()) {
    const flaw = checkTrial(record, index, domains, definition);
    if (flaw !== undefined) return flaw;
    known += record.tasks.length;
  }
  return known === taskCount ? undefined : { _tag: "UnknownTrials" };
}

/** What is wrong with the trial that should have the number `index`. */
function checkTrial(
  { number: trial, values, tasks }: TrialRecord,
  index: number,
  domains: ReadonlyMap<string, Choices | Range>,
  { rungs, repeats }: SweepDefinition,
): LedgerFlaw | undefined {
  if (trial !== index) return { _tag: "MissingTrial", trial: index };
  for (const [path, value] of Object.entries(values)) {
    const domain = domains.get(path);
    if (domain === undefined || !isOf(domain, value)) return { _tag: "Value", trial, path };
  }
  const wrong = tasks.some((task, i) => !isTask(task, tasks[i - 1], rungs.length, repeats));
  if (wrong) return { _tag: "Task", trial };
  const runs = tasks.flatMap(({ run }) => run === null ? [] : [lastPart(run)]);
  const run = runs.find((name) => nameFault(name) !== undefined);
  return run === undefined ? undefined : { _tag: "RunName", trial, run };
}

/** Name of a run's directory; the path may be another system's. */
const lastPart = (path: string): string => path.split(/[/\\]/).at(-1)!;

const isOf = (domain: Choices | Range, value: Scalar): boolean =>
  "values" in domain ? domain.values.includes(value) : typeof value === "number";

/** Whether a task is one of the sweep's, and another than the one before it. */
const isTask = (
  { rung, repeat }: TaskRecord,
  before: TaskRecord | undefined,
  rungs: number,
  repeats: number,
): boolean =>
  rung < rungs && repeat < repeats && !(before?.rung === rung && before.repeat === repeat);
