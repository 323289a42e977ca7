/** Schema of the config part `checkpoint`. */
import { Schema } from "effect";
import { Every } from "../config/every.ts";
import { wholeNumber, withDefault } from "../config/fields.ts";

export const CheckpointConfig = Schema.Struct({
  every: Every.pipe(withDefault("200 steps", "How often a checkpoint is written")),
  keep: wholeNumber(1).pipe(withDefault(3, "Number of newest checkpoints kept, beside the best")),
  best: Schema.Literals(["valid.loss", "train.loss", "none"]).pipe(
    withDefault("valid.loss", "Loss that decides which checkpoint is best; none keeps no best"),
  ),
});
export type CheckpointConfig = typeof CheckpointConfig.Type;
