/** The sink that writes a file of TensorBoard's events. */
import * as fs from "node:fs";
import { join } from "node:path";
import { Clock, Effect, type Scope } from "effect";
import type { RunError } from "../../base/errors.ts";
import { writeAll } from "../../base/files/atomic_write.ts";
import { tryWrite } from "../../base/files/file_error.ts";
import { errorCode } from "../../base/files/system_error.ts";
import { encodeEvent, type EventContent } from "../tensorboard/event.ts";
import { encodeRecord } from "../tensorboard/record.ts";
import type { MetricsLine } from "./metrics_line.ts";
import type { Sink } from "./sink.ts";
import { tensorboardScalars } from "./tensorboard_scalars.ts";

/**
 * Opens a new file in the folder, closed with the scope. Training that is resumed, or rolled back,
 * repeats steps: TensorBoard is told to forget what earlier files say of them.
 *
 * Fails with a RunError when it can't be written.
 */
export const openTensorboardSink = Effect.fnUntraced(function* (
  folder: string,
): Effect.fn.Return<Sink, RunError, Scope.Scope> {
  const clock = yield* Clock.Clock;
  const seconds = () => clock.currentTimeMillisUnsafe() / 1000;
  const { path, file } = yield* Effect.acquireRelease(
    tryWrite(folder, () => openNew(folder, Math.floor(seconds()))),
    ({ path, file }) => Effect.ignore(tryWrite(path, () => fs.closeSync(file))),
  );
  const write = (step: number, content: EventContent) =>
    tryWrite(
      path,
      () => writeAll(file, encodeRecord(encodeEvent({ seconds: seconds(), step, content }))),
    );
  yield* write(0, { kind: "version" });
  let isFirst = true;
  return {
    write: Effect.fnUntraced(function* (line: MetricsLine) {
      const { step, rolledBackFrom } = line;
      if (rolledBackFrom !== undefined) return yield* write(step + 1, { kind: "restart" });
      if (isFirst) yield* write(step, { kind: "restart" });
      isFirst = false;
      yield* write(step, { kind: "scalars", scalars: tensorboardScalars(line) });
    }),
    close: Effect.void,
  };
});

/** TensorBoard reads the files of a folder in the order of their names. */
function openNew(
  folder: string,
  seconds: number,
): { readonly path: string; readonly file: number } {
  for (let number = 0;; number++) {
    const path = join(folder, `events.out.tfevents.${seconds}.unroll.${number}`);
    try {
      return { path, file: fs.openSync(path, "ax") };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}
