/** `schema`: prints the JSON Schema of a config, for completion in editors. */
import { Effect } from "effect";
import { Command } from "effect/cli";
import { stdout } from "node:process";

/** The command `schema`. */
export const schemaCommand = Command.make(
  "schema",
  {},
  () =>
    Effect.map(
      Effect.promise(() => import("../experiment/experiment_json_schema.ts")),
      ({ experimentJsonSchema }) => void stdout.write(experimentJsonSchema()),
    ),
).pipe(Command.withDescription("Print the JSON Schema of an experiment's file"));
