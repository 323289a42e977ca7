/** The states that carried batches start from and leave behind, in the shared memory of a plan. */
import { elementIndex } from "../../kernels/pointer.ts";
import type { Plan } from "../plan/plan.ts";
import type { CarriedState } from "../engine.ts";

export interface CarriedLane {
  /** Rows of the batch that left the states; 0 where there are none. */
  readonly rows: () => number;
  /** Says that a batch has left its states, row `order[slot]` of it at place `slot`. */
  readonly leave: (order: readonly number[]) => void;
  /** Moves the states to where the rows of a batch in that order look for theirs. */
  readonly arrange: (order: readonly number[]) => void;
  /** Copies, in the order of the batch's rows; undefined where there are none. */
  readonly read: () => CarriedState | undefined;
  readonly write: (state: CarriedState | undefined) => void;
}

/** Lane 0 is training's, lane 1 evaluation's: neither disturbs the other. */
export const carriedLane = (plan: Plan, float32: Float32Array, lane: 0 | 1): CarriedLane => {
  let order: readonly number[] = [];
  const read = (): CarriedState =>
    plan.carried.map((states) =>
      states.map(({ size, pointers }) => {
        const state = new Float64Array(order.length * size);
        order.forEach((row, slot) => {
          const at = elementIndex(pointers[lane]) + slot * size;
          state.set(float32.subarray(at, at + size), row * size);
        });
        return state;
      })
    );
  const write = (state: CarriedState, places: readonly number[]): void => {
    order = places;
    plan.carried.forEach((states, layer) =>
      states.forEach(({ size, pointers }, index) => {
        const values = state[layer]![index]!;
        order.forEach((row, slot) =>
          float32.set(
            values.subarray(row * size, (row + 1) * size),
            elementIndex(pointers[lane]) + slot * size,
          )
        );
      })
    );
  };
  return {
    rows: () => order.length,
    leave: (places) => {
      order = places;
    },
    arrange: (places) => {
      if (places.some((row, slot) => row !== order[slot])) write(read(), places);
    },
    read: () => order.length === 0 ? undefined : read(),
    write: (state) => {
      if (state === undefined) order = [];
      else write(state, [...Array(state[0]![0]!.length / plan.carried[0]![0]!.size).keys()]);
    },
  };
};
