import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Cause, Exit } from "effect";
import { InputError, RunError } from "../../base/errors.ts";
import {
  SomeFailedExperiment,
  SomeInputError,
  SomeLostThread,
  SomeRefusedExperiment,
  SomeRunError,
} from "../../base/test_errors.ts";
import { LostTask, outcomeOf } from "./outcome_of.ts";
import { UnfitWorker } from "./unfit_worker.ts";

describe("outcomeOf", () => {
  it("is a result for what the experiment itself comes to, and for nothing else", () => {
    const own = [
      new SomeFailedExperiment({ text: "Training diverged: loss is NaN" }),
      new SomeRefusedExperiment({ text: "The model needs 9999 MiB of memory" }),
    ];
    for (const error of own) {
      assert.deepEqual(outcomeOf(Exit.fail(error)), { kind: "failed", failure: error.message });
      // A disk that is full by then changes nothing of that.
      const cause = Cause.combine(Cause.fail(error), Cause.die(new Error("ENOSPC")));
      assert.equal(outcomeOf(Exit.failCause(cause)).kind, "failed");
    }
    assert.deepEqual(outcomeOf(Exit.succeed(1)), { kind: "done", value: 1 });
  });

  it("gives the task back for everything else; the attempt counts if the cause is unknown", () => {
    const cases: readonly (readonly [Cause.Cause<InputError | RunError>, counts: boolean])[] = [
      [Cause.fail(new SomeRunError({ text: 'Cannot write "x": No space is left' })), false],
      [Cause.fail(new SomeRunError({ text: "The store failed: It does not answer" })), false],
      [Cause.fail(new SomeInputError({ text: 'Found no BLAS for engine.gemm "blas"' })), false],
      [
        Cause.fail(new UnfitWorker({ cause: new SomeInputError({ text: "Another corpus" }) })),
        false,
      ],
      [Cause.interrupt(), false],
      [Cause.fail(new SomeLostThread({ text: "A worker failed: its thread is lost" })), true],
      [Cause.die(new TypeError("x is undefined")), true],
    ];
    for (const [cause, counts] of cases) {
      const outcome = outcomeOf(Exit.failCause(cause));
      assert.equal(outcome.kind, "back");
      assert.equal(outcome.kind === "back" && outcome.counts, counts, Cause.pretty(cause));
    }
    const error = new SomeInputError({ text: "No BLAS" });
    const outcome = outcomeOf(Exit.fail(error));
    assert(outcome.kind === "back");
    const unfit = Cause.squash(outcome.cause);
    assert(unfit instanceof UnfitWorker);
    assert.equal(unfit.cause, error);
    assert.equal(unfit.message, "No BLAS");
    const defect = new TypeError("x");
    const back = outcomeOf(Exit.die(defect));
    assert(back.kind === "back" && Cause.squash(back.cause) === defect);
  });

  it("is lost where another worker has the task", () => {
    assert.deepEqual(outcomeOf(Exit.fail(new LostTask())), { kind: "lost" });
  });
});
