/** Schema of the config part `metrics`. */
import { Schema } from "effect";
import { Every } from "../../config/every.ts";
import { withDefault } from "../../config/fields.ts";

export const MetricsConfig = Schema.Struct({
  every: Every.pipe(withDefault("20 steps", "How often training metrics are written")),
  sinks: Schema.Array(Schema.Literals(["console", "jsonl", "tensorboard"])).check(
    Schema.isUnique({ expected: "a list that names each sink once" }),
  ).pipe(withDefault(
    ["console", "jsonl"],
    "Where metrics go: console, jsonl (metrics.jsonl) and tensorboard (event files)",
  )),
});
export type MetricsConfig = typeof MetricsConfig.Type;
