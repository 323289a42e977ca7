/** The batch that all requests share: each text joins it at the next step and leaves when it is done. */
import { Cause, Context, Effect, Latch, Layer, Result, Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import { workOneTurn } from "../../use/generation/draw_samples.ts";
import type { OpenedModel } from "../../use/generation/open_model.ts";
import { sentenceStart } from "../../use/generation/sentence_start.ts";
import { sideBySide, type Writing } from "../../use/generation/side_by_side.ts";

/**
 * Lets what waits for the thread be done, requests that arrive too: a timer, since Deno goes on with
 * `setImmediate`, which `Effect.yieldNow` uses, before it looks at connections.
 */
const breath = Effect.callback<void>((resume) => void setTimeout(() => resume(Effect.void), 0));

/** A fault of this program in what all requests share. */
class BrokenBatch extends RunError.extend<BrokenBatch>("BrokenBatch")({
  _tag: Schema.tag("BrokenBatch"),
}) {
  override get message(): string {
    return "Unexpected failure; the server's log has it";
  }
}

export class SharedBatch extends Context.Service<SharedBatch, {
  /** Writes the samples of a prompt; interrupting it takes them out of the batch. */
  readonly write: (writing: Omit<Writing, "end">) => Effect.Effect<void, RunError>;
}>()("serve/SharedBatch") {
  /** Steps for as long as there is a text to write, and lends the thread to others in between. */
  static readonly layer = (model: OpenedModel): Layer.Layer<SharedBatch> =>
    Layer.effect(
      SharedBatch,
      Effect.gen(function* () {
        const { inference, vocabulary, preparation } = model;
        const start = sentenceStart(vocabulary, preparation);
        const batch = sideBySide(inference, { end: vocabulary.end, start });
        const isWanted = yield* Latch.make(false);
        const work = Effect.gen(function* () {
          yield* isWanted.await;
          yield* isWanted.close; // what is added from here on opens it again
          while (yield* workOneTurn(batch.round)) yield* breath;
        });
        yield* work.pipe(
          Effect.catch((error) => Effect.sync(() => batch.fail(error))),
          Effect.catchDefect((defect) =>
            Effect.andThen(
              Effect.logWarning("The batch failed", Cause.die(defect)),
              Effect.sync(() => batch.fail(new BrokenBatch())),
            )
          ),
          Effect.forever,
          Effect.forkScoped,
        );
        return {
          write: (writing) =>
            Effect.callback<void, RunError>((resume) => {
              const end = (result: Result.Result<void, RunError>) =>
                resume(Effect.fromResult(result));
              const own = { ...writing, end };
              batch.add(own);
              isWanted.openUnsafe();
              return Effect.sync(() => batch.remove(own));
            }),
        };
      }),
    );
}
