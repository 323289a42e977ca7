/** Evaluates a model on a part of a corpus. */
import { Effect, Stream } from "effect";
import { evaluationStream } from "../../text/batch/batches.ts";
import type { BatchConfig } from "../../text/batch/schema.ts";
import { Engine } from "../../compute/engine.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import type { TokenPart } from "../../text/tokens/token_part.ts";

export interface Measurement {
  /** Cross-entropy in nats per token. */
  readonly loss: number;
  readonly tokens: number;
  /** Mean over rows (sentences) of the mean loss per token. */
  readonly sentenceLoss: number;
}

/** Forward over all batches in order, each made while the one before it is computed. */
export const measurePart = Effect.fnUntraced(function* (
  part: TokenPart,
  config: BatchConfig,
): Effect.fn.Return<Measurement, InputError | RunError, Engine> {
  const engine = yield* Engine;
  let loss = 0;
  let tokens = 0;
  let rowMeans = 0;
  let rows = 0;
  yield* evaluationStream(part, config).pipe(
    Stream.buffer({ capacity: 4 }),
    Stream.runForEach((batch) =>
      Effect.map(engine.evaluate(batch), (report) => {
        tokens += report.tokens;
        report.rowLosses.forEach((rowLoss, row) => {
          loss += rowLoss;
          rowMeans += rowLoss / batch.lengths[row]!;
          rows++;
        });
      })
    ),
  );
  return { loss: loss / tokens, tokens, sentenceLoss: rowMeans / rows };
});
