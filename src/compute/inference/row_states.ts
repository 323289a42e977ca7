/** The states of an inference's rows, where carried batches keep theirs (evaluation's lane). */
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { LoopState } from "../plan/calls.ts";
import type { WorkerEnvironment } from "../step/worker_environment.ts";

export interface RowStates {
  /** Learned states, or zeros. */
  readonly begin: (row: number) => void;
  readonly copy: (from: number, to: number) => void;
}

export const rowStates = ({ plan, kernels }: WorkerEnvironment): RowStates => {
  const states = plan.forward.flatMap((call) => call.op === "loop" ? call.states : []);
  const placeOf = ({ size, carried }: LoopState, row: number): Pointer =>
    elementsOn(carried[1], size * row);
  return {
    begin: (row) => {
      for (const state of states) {
        const to = placeOf(state, row);
        if (state.learned === nowhere) kernels.fill(to, state.size, 0);
        else kernels.copy(to, state.learned, state.size);
      }
    },
    copy: (from, to) => {
      for (const state of states) {
        kernels.copy(placeOf(state, to), placeOf(state, from), state.size);
      }
    },
  };
};
