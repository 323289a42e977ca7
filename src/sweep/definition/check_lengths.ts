/** Checks of a sweep's stopper that need the corpus: whether trials have a loss when compared. */
import { Effect, Result } from "effect";
import { batchCount } from "../../text/batch/batches.ts";
import { placeFinding } from "../../config/decode.ts";
import { type Every, formatEvery } from "../../config/every.ts";
import { quote } from "../../config/expectation.ts";
import { mistakesError } from "../../config/mistake.ts";
import type { InputError } from "../../base/errors.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import { gridAssignments, gridValues } from "../samplers/grid.ts";
import type { Assignment, Parameter, Space } from "../space/space.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import type { ReadSweep } from "./read_sweep.ts";
import { trialExperiment } from "./trial_experiment.ts";

/** Most lengths at which a stopper compares trials: each is a task of every trial. */
const rungLimit = 1000;

/** Most combinations of those parameters that are tried. */
const combinations = 1000;

/**
 * Refuses a grace that ends before a trial is first measured (the trial would fail after its
 * training), one as long as a whole training, and one so short that trials are compared too often.
 */
export const checkLengths = (
  { file: { stop }, space, experiment, source }: ReadSweep,
  { train }: Pick<TokenizedCorpus, "train">,
): Effect.Effect<void, InputError> => {
  if (typeof stop !== "object" || !("grace" in stop)) return Effect.void;
  const { grace, kind } = stop;
  const mistake = tooShort(grace, train, { space, experiment }) ??
    wrongShare(grace, kind, train, experiment.experiment);
  if (mistake === undefined) return Effect.void;
  const message = `${mistake}, got ${quote(formatEvery(grace))}`;
  const finding = { path: ["stop", "grace"], what: "value", message } as const;
  return Effect.fail(mistakesError([placeFinding(finding, source.located)]));
};

/** What is expected of a grace that comes before a trial's first evaluation. */
function tooShort(
  grace: Every,
  train: TokenizedCorpus["train"],
  { space, experiment }: Pick<ReadSweep, "space" | "experiment">,
): string | undefined {
  for (const values of decidingValues(space)) {
    const trial = trialExperiment(experiment, values);
    if (Result.isFailure(trial)) continue;
    const { batch, training: { evaluate: { every } } } = trial.success;
    const perEpoch = batchCount(train, batch);
    const first = stepsOf(every, perEpoch);
    if (stepsOf(grace, perEpoch) >= first) continue;
    const others = Object.entries(values).map(([path, value]) => `${path} ${quote(value)}`);
    return `Expected at least the ${formatEvery(every)} (${
      formatCount(first)
    } steps) after which ` +
      `a trial is first measured${others.length === 0 ? "" : `, with ${others.join(" and ")}`}`;
  }
  return undefined;
}

/** What is expected of a grace that leaves no rung, or too many, of a training. */
function wrongShare(
  grace: Every,
  kind: "median" | "asha",
  train: TokenizedCorpus["train"],
  { batch, training: { epochs } }: Experiment,
): string | undefined {
  const perEpoch = batchCount(train, batch);
  const [length, full] = [stepsOf(grace, perEpoch), epochs * perEpoch];
  if (length >= full) {
    return `Expected less than the ${formatCount(full)} steps of the experiment's training`;
  }
  if (kind === "median" && full / length > rungLimit) {
    return `Expected at least a ${formatCount(rungLimit)}th of the ${formatCount(full)} steps of ` +
      "the experiment's training";
  }
  return undefined;
}

const stepsOf = ({ count, unit }: Every, perEpoch: number): number =>
  unit === "epochs" ? count * perEpoch : count;

/** Key paths that decide when a trial is measured. */
const deciding = ["batch.size", "batch.length", "training.evaluate.every"];

/** Combinations of the parameters that decide when a trial is measured; of ranges, the ends. */
function* decidingValues(space: Space): Generator<Assignment, void> {
  const needed = new Set(deciding);
  for (const { path, when = {} } of [...space].reverse()) {
    if (needed.has(path)) Object.keys(when).forEach((condition) => needed.add(condition));
  }
  const parameters = space.filter(({ path }) => needed.has(path)).map((parameter): Parameter => ({
    ...parameter,
    domain: { values: gridValues(parameter) ?? endsOf(parameter) },
  }));
  let count = 0;
  for (const values of gridAssignments(parameters)) {
    if (count++ === combinations) return;
    yield values;
  }
}

const endsOf = ({ domain }: Parameter) =>
  "values" in domain ? domain.values : [domain.min, domain.max];
