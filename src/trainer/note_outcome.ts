/** Records the outcome of a training in the manifest, and reports interruptions. */
import { Cause, Effect, Exit, SynchronizedRef } from "effect";
import type { InputError, RunError } from "../base/errors.ts";
import { unrollCommand } from "../base/unroll_command.ts";
import { Screen } from "../base/terminal/screen.ts";
import type { Outcome } from "../run/manifest.ts";
import { noteEnded } from "../run/outcome.ts";
import type { Run } from "../run/run_directory.ts";
import { Trainer } from "./loop/trainer.ts";
import { formatCount } from "../base/terminal/format_number.ts";

/**
 * Records how a training ended; an interrupted one writes its checkpoint first. One that reached
 * its end or its pause has recorded that with its last checkpoint.
 */
export const noteOutcome = (
  run: Run,
  exit: Exit.Exit<unknown, InputError | RunError>,
): Effect.Effect<void, RunError, Trainer> =>
  Effect.gen(function* () {
    const trainer = yield* Trainer;
    if (SynchronizedRef.getUnsafe(run.manifest).outcome.status !== "running") return;
    if (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)) return yield* interrupted(run);
    const { step: steps, epoch: epochs, best } = trainer.state();
    const counts = { steps, epochs, best: best.loss };
    if (Exit.isFailure(exit)) yield* noteFailed(run, exit.cause, counts);
  });

/** Writes the checkpoint of where training is, unless that is amid a divergence. */
const interrupted = Effect.fnUntraced(function* (
  run: Run,
): Effect.fn.Return<void, RunError, Trainer> {
  const trainer = yield* Trainer;
  const saved = trainer.isSound() && (yield* trainer.save.pipe(
    Effect.as(true),
    Effect.catchTag("Diverged", () => Effect.succeed(false)),
  ));
  const { step: steps, epoch: epochs, best } = trainer.state();
  const { last, outcome } = SynchronizedRef.getUnsafe(run.manifest);
  if (saved) {
    yield* noteInterrupted(run, { steps, epochs, best: best.loss });
    return yield* say(
      `Interrupted after step ${formatCount(steps)}, checkpoint "${last}" is written; ` +
        `resume with: ${resumeCommand(run)}`,
    );
  }
  yield* noteInterrupted(run, outcome);
  const kept = last === null ? "no checkpoint was written" : `the last checkpoint is "${last}"`;
  yield* say(
    `Interrupted while training diverged at step ${formatCount(steps + 1)}, ${kept}; ` +
      `resume with: ${resumeCommand(run)}`,
  );
});

/**
 * Records how a training ended that did not reach its first step, because its engine could not
 * start or it was stopped before; {@link noteOutcome} has recorded all others.
 */
export const noteUnstarted = (
  run: Run,
  exit: Exit.Exit<unknown, InputError | RunError>,
): Effect.Effect<void, RunError> => {
  const { outcome } = SynchronizedRef.getUnsafe(run.manifest);
  if (Exit.isSuccess(exit) || outcome.status !== "running") return Effect.void;
  if (!Cause.hasInterruptsOnly(exit.cause)) return noteFailed(run, exit.cause, outcome);
  return Effect.andThen(
    noteInterrupted(run, outcome),
    say(`Interrupted before a step; resume with: ${resumeCommand(run)}`),
  );
};

const resumeCommand = ({ directory }: Run): string => unrollCommand("resume", directory);

type Counts = Pick<Outcome, "steps" | "epochs" | "best">;

const noteInterrupted = (run: Run, { steps, epochs, best }: Counts) =>
  noteEnded(run, { status: "interrupted", message: "Interrupted", steps, epochs, best });

/** What failed matters; that it could not be noted, on a full disk for one, would only hide it. */
const noteFailed = (run: Run, cause: Cause.Cause<unknown>, { steps, epochs, best }: Counts) => {
  const error = Cause.squash(cause);
  const message = error instanceof Error ? error.message : String(error);
  return Effect.ignore(noteEnded(run, { status: "failed", message, steps, epochs, best }));
};

/** A message in place of the live line. */
export const say = (message: string): Effect.Effect<void> =>
  Effect.andThen(Effect.map(Screen, (screen) => screen.clear()), Effect.logInfo(message));
