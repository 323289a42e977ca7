/** `schema`: prints the JSON Schema of a config, for completion in editors. */
import { Console, Effect } from "effect";
import { Command } from "effect/cli";
import { loadModule } from "../../base/load_module.ts";
import { examples } from "./examples.ts";

/** The command `schema`. */
export const schemaCommand = Command.make(
  "schema",
  {},
  () =>
    Effect.flatMap(
      loadModule<typeof import("../../experiment/experiment_json_schema.ts")>(
        "src/experiment/experiment_json_schema.ts",
      ),
      ({ experimentJsonSchema }) => Console.log(experimentJsonSchema().trimEnd()),
    ),
).pipe(
  Command.withDescription("Print the JSON Schema of a config"),
  examples(
    ["", "Print the schema"],
    ["> schema.json", "Write it to a file, for an editor"],
  ),
);
