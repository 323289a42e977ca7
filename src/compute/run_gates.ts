import { Effect } from "effect";
import { GateFailure } from "../model/user_gates/user_gate.ts";
import { GateFailed } from "./gate_failed.ts";

/** Does work on the calling thread that may run gates; where one of the user's fails, so does it. */
export const runGates = <A>(work: () => A): Effect.Effect<A, GateFailed> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(work());
    } catch (cause) {
      if (!(cause instanceof GateFailure)) throw cause;
      const { gate, what, said } = cause;
      return Effect.fail(new GateFailed({ gate, what, said, inWorker: false }));
    }
  });
