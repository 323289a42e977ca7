/** Whether what a ledger's file says could be of a sweep: what is shown of it must have an end. */
import { inWords } from "../../config/wording.ts";
import { nameFault } from "../../base/files/safe_name.ts";
import type { SweepDefinition } from "./definition.ts";
import { rangeMistakes } from "../space/range_mistakes.ts";
import { parameterLimit, sizeMistakes } from "../space/size_mistakes.ts";
import type { Choices, Range, Scalar } from "../space/space.ts";
import type { TaskRecord, TrialRecord } from "./trial_record.ts";

/** Most lengths of training at which trials are compared. */
const mostRungs = 2000;
/** Most runs of a trial. */
const mostRepeats = 1000;

/** What is wrong with a definition, undefined where nothing is. */
export function checkDefinition(
  { space, rungs, repeats }: SweepDefinition,
): string | undefined {
  if (rungs.length === 0 || rungs.length > mostRungs) return `It has ${rungs.length} rungs`;
  if (repeats === 0 || repeats > mostRepeats) return `It has ${repeats} runs of each trial`;
  if (space.length > parameterLimit) return `It has ${space.length} parameters`;
  const [mistake] = [
    ...sizeMistakes(space),
    ...space.flatMap(({ path, domain }) => "values" in domain ? [] : rangeMistakes(path, domain)),
  ];
  return mistake && `${mistake.path.join(".")}: ${inWords(mistake.message)}`;
}

/** What is wrong with rows that each belong to a sweep, where these are all that there are. */
export function checkSweepsOf(
  rows: readonly { readonly sweep: string }[],
  sweeps: readonly string[],
): string | undefined {
  const known = new Set(sweeps);
  const orphan = rows.find(({ sweep }) => !known.has(sweep));
  return orphan &&
    `It has rows of a sweep that it has not, ${JSON.stringify(orphan.sweep.slice(0, 100))}`;
}

/** What is wrong with its trials, whose tasks are `taskCount` in all. */
export function checkTrials(
  records: readonly TrialRecord[],
  taskCount: number,
  { space, rungs, repeats }: SweepDefinition,
): string | undefined {
  const domains = new Map(space.map(({ path, domain }) => [path, domain]));
  let known = 0;
  for (const [index, { number, values, tasks }] of records.entries()) {
    if (number !== index) return `It has no trial ${index}`;
    for (const [path, value] of Object.entries(values)) {
      const domain = domains.get(path);
      if (domain === undefined || !isOf(domain, value)) {
        return `Trial ${number} has a value that is none of the space, ${JSON.stringify(path)}`;
      }
    }
    const wrong = tasks.findIndex((task, i) => !isTask(task, tasks[i - 1], rungs.length, repeats));
    if (wrong >= 0) return `Trial ${number} has a task that it can't have`;
    const misnamed = tasks.find(({ run }) =>
      run !== null && nameFault(lastPart(run)) !== undefined
    );
    if (misnamed) {
      const name = lastPart(misnamed.run!);
      return `Trial ${number} has a run named ${JSON.stringify(name.slice(0, 100))}, which ${
        nameFault(name)
      }`;
    }
    known += tasks.length;
  }
  return known === taskCount ? undefined : "It has tasks of trials that there are not";
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
