import { batchCount } from "../../text/batch/batches.ts";
import type { CheckpointContent } from "../../run/checkpoint_folder.ts";
import { modelTensors, slotTensors } from "../../experiment/tensors/model_tensors.ts";
import { initialMetrics } from "../../training/metrics/metrics_state.ts";
import { scheduleOf } from "../loop/trainer_parts.ts";
import { initialTraining, type SavedState } from "../loop/training_state.ts";
import { noSlots } from "./resume_point.ts";
import type { TrainingJob } from "./training_job.ts";

/**
 * The checkpoint before the first step of a training that starts from a model: resuming and rolling
 * back find the first weights there, wherever that model is by then.
 */
export function startingCheckpoint(
  { experiment, corpus, model, weights }: Pick<
    TrainingJob,
    "experiment" | "corpus" | "model" | "weights"
  >,
): CheckpointContent {
  const { precision } = experiment.engine;
  const perEpoch = batchCount(corpus.train, experiment.batch);
  const training = initialTraining(scheduleOf(experiment, perEpoch));
  return {
    model: modelTensors(model, weights, precision),
    optimizer: slotTensors(model, noSlots(model, experiment), precision),
    carried: undefined,
    state: { training, metrics: initialMetrics } satisfies SavedState,
  };
}
