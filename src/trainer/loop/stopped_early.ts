import { formatCount } from "../../base/terminal/format_number.ts";
import { shouldStop } from "../../training/early_stop.ts";
import type { TrainingConfig } from "../../training/schema.ts";
import type { TrainingState } from "./training_state.ts";

/** The message that training stopped before its last epoch; undefined if it did not. */
export function stoppedEarly(
  { stop, epochs }: TrainingConfig,
  { stop: state, epoch, step }: Pick<TrainingState, "stop" | "epoch" | "step">,
): string | undefined {
  if (epoch >= epochs || !shouldStop(stop, state)) return undefined;
  const evaluations = `${state.waited} evaluation${state.waited === 1 ? "" : "s"}`;
  return `Stopped early after step ${
    formatCount(step)
  }: no lower validation loss in ${evaluations}`;
}
