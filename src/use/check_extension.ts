/** Whether a longer training begins as a run has trained, and which of its checkpoints it shares. */
import { Effect, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { mostExploded } from "../training/explosion.ts";
import { isDue } from "../training/what_is_due.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { ExistingRun } from "../run/existing_run.ts";
import type { CheckpointEntry, Manifest } from "../run/manifest.ts";
import type { StopConfig } from "../training/schema.ts";

/** Keys that can make a training longer without another beginning. */
export const extendingKeys: readonly string[] = [
  "training.epochs",
  "training.stop",
  "training.stop.patience",
];

/** A change of a run's experiment that does not just make its training longer. */
export class NoExtension extends InputError.extend<NoExtension>("NoExtension")({
  _tag: Schema.tag("NoExtension"),
  directory: Schema.String,
  epochs: Schema.Number,
  fault: Schema.Literals(["not longer", "cosine", "stops early"]),
}) {
  override get message(): string {
    return describe(this);
  }
}

const describe = ({ directory, epochs, fault }: NoExtension): string => {
  switch (fault) {
    case "not longer":
      return `"${directory}" trains ${epochs} epochs: expected more of them in ` +
        "training.epochs, or a larger training.stop.patience";
    case "cosine":
      return "training.schedule: A cosine falls over the whole training, so a longer one has " +
        `other learning rates from its first step on than "${directory}": begin it anew with ` +
        "the command run";
    case "stops early":
      return `"${directory}" stopped early: it would stop there again without ` +
        "--set training.stop=none or a larger training.stop.patience";
  }
};

/** Refuses what is no {@link NoExtension longer training} of the same beginning. */
export const checkExtension = (
  before: Experiment,
  after: Experiment,
  { directory, manifest: { outcome } }: Pick<ExistingRun, "directory" | "manifest">,
): Effect.Effect<void, NoExtension> => {
  const [old, longer] = [before.training, after.training];
  const epochs = old.epochs;
  const refuse = (fault: NoExtension["fault"]) =>
    Effect.fail(new NoExtension({ directory, epochs, fault }));
  const [patience, more] = [patienceOf(old.stop), patienceOf(longer.stop)];
  const atEnd = outcome.status === "finished" && outcome.epochs >= epochs;
  const isLonger = longer.epochs > epochs || (more > patience && !atEnd);
  if (!isLonger || longer.epochs < epochs || more < patience) return refuse("not longer");
  if (longer.epochs > epochs && old.schedule.kind === "cosine") return refuse("cosine");
  const stoppedEarly = outcome.status === "finished" && outcome.epochs < epochs;
  return stoppedEarly && more === patience ? refuse("stops early") : Effect.void;
};

const patienceOf = (stop: StopConfig): number => stop === "none" ? Infinity : stop.patience;

/**
 * The checkpoints of a run that a longer training passes through, none where that is not known. The
 * last one of a finished run may not be among them: at its end a run evaluates and writes a checkpoint
 * even where neither is due. Without its best one, the longer training could miss what is best.
 */
export function sharedCheckpoints(
  experiment: Experiment,
  manifest: Manifest,
): readonly CheckpointEntry[] {
  const shared = trainedAlike(experiment, manifest);
  // Nothing else has the weights of a training that starts from a model.
  return shared.length > 0 || manifest.from === undefined
    ? shared
    : manifest.checkpoints.filter(({ step }) => step === 0);
}

function trainedAlike(
  { training, checkpoint }: Experiment,
  { outcome: { status, steps, epochs }, checkpoints, best, last }: Manifest,
): readonly CheckpointEntry[] {
  // A short training gives up earlier on an exploded loss, see explosion.ts, and goes back.
  const goesBack = training.onDivergence === "rollback";
  if (goesBack && mostExploded(steps) < mostExploded(Infinity)) return [];
  if (status !== "finished") return checkpoints;
  const atEnd = epochs >= training.epochs;
  const end = { step: steps, epoch: epochs, epochEnd: atEnd };
  const isEvaluated = !atEnd || isDue(training.evaluate.every, end);
  // A rollback goes to due checkpoints only, and the training loss is looked at with these.
  const checkpointCounts = goesBack || checkpoint.best === "train.loss";
  const isSaved = !checkpointCounts || isDue(checkpoint.every, end) ||
    (checkpoint.best === "valid.loss" && best === last);
  if (isEvaluated && isSaved) return checkpoints;
  const shared = checkpoints.filter(({ step }) => step < steps);
  return best === null || bestOf(shared) !== undefined ? shared : [];
}

/**
 * The best of the checkpoints: of each that was the best when it was written, the loss is known, and
 * one of these is kept until there is a better one.
 */
export const bestOf = (checkpoints: readonly CheckpointEntry[]): CheckpointEntry | undefined =>
  checkpoints.findLast(({ metric }) => metric !== null);
