import { Effect, Schema } from "effect";
import { InputError } from "../errors.ts";
import { describeSchemaError } from "../run/schema_error.ts";
import { MetricsLine } from "./metrics_line.ts";

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(MetricsLine));

/**
 * The lines of a `metrics.jsonl`. What follows the last line break is half a line of a run that is
 * going on or was cut off, and is left out.
 *
 * Errors: an InputError with file and line for one that isn't a line of metrics.
 */
export const parseMetrics = (
  text: string,
  file: string,
): Effect.Effect<readonly MetricsLine[], InputError> =>
  Effect.forEach(
    text.split("\n").slice(0, -1),
    (line, i) =>
      decode(line).pipe(
        Effect.mapError((error) =>
          new InputError({
            message: `${file}:${i + 1}: Not a line of metrics: ${describeSchemaError(error)}`,
          })
        ),
      ),
  );
