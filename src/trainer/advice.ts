/** What usually helps a model that a simple baseline beats. */
import { counted } from "../base/terminal/format_number.ts";
import { unrollCommand } from "../base/unroll_command.ts";
import type { Experiment } from "../experiment/schema.ts";
import { checkpointName } from "../run/checkpoint_folder.ts";
import { longerTraining } from "../training/longer_training.ts";
import type { Summary } from "./summary.ts";

/** Steps of an epoch below which smaller batches help. */
const fewSteps = 200, smallestBatch = 4;

/**
 * Lines that say what to try, likeliest first; none where the model is the better one, or is not
 * measured on what the baselines are.
 */
export function advice(summary: Summary, experiment: Experiment): readonly string[] {
  const { best, baselines } = summary;
  if (best === null || baselines === null || experiment.checkpoint.best !== "valid.loss") return [];
  if (best.perplexity < baselines.bigram.perplexity) return [];
  const lines = [...length(summary, experiment), ...sizes(summary, experiment), "more text"];
  return [
    "A bigram predicts this text better than the model. What usually helps, in this order:",
    ...lines.map((line, i) => `  ${i + 1}. ${line}`),
  ];
}

/** Longer training where it still improved; less of a model where it had passed its best. */
function length(
  { directory, best, steps, epochs }: Summary,
  { training, model }: Experiment,
): string[] {
  if (best?.checkpoint === checkpointName(steps)) {
    const schedule = training.schedule.kind;
    const flags = longerTraining({ epochs: training.epochs, done: epochs, schedule });
    const how = flags === undefined
      ? "a new run with more training.epochs, since its learning rate fell to the end of this one"
      : unrollCommand("resume", directory, ...flags);
    return [`train longer, it was still improving: ${how}`];
  }
  const rate = model.dropout > 0 ? Math.min(0.7, model.dropout + 0.2) : 0.3;
  return [
    `a model that learns less by heart: model.dropout ${
      rate.toFixed(1)
    }, or a smaller model.hidden`,
  ];
}

function sizes({ steps, epochs }: Summary, { batch, tokenizer }: Experiment): string[] {
  const perEpoch = Math.round(steps / Math.max(1, epochs));
  const isFew = perEpoch < fewSteps && batch.size > smallestBatch;
  return [
    ...(isFew
      ? [
        `more steps an epoch (it has ${counted(perEpoch, "step")}): ` +
        `batch.size ${Math.max(smallestBatch, Math.floor(batch.size / 4))}`,
      ]
      : []),
    ...(tokenizer.kind === "word"
      ? [`fewer rare words: a smaller tokenizer.vocabulary, or tokenizer.kind char`]
      : []),
  ];
}
