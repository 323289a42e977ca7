/** The shared memory of a plan as numbers, and its parameters as arrays by name. */
import { byteOf, bytesOn, elementIndex, type Pointer } from "../../kernels/pointer.ts";
import type { Values } from "../../model/model.ts";
import type { ParameterPlace } from "../plan/parameters.ts";
import type { Plan } from "../plan/plan.ts";

export interface PlanMemory {
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /** Copies of the values of all parameters in the range (parameters, gradient, a slot). */
  readonly read: (range: Pointer) => Values;
  readonly write: (range: Pointer, values: Values) => void;
}

export const viewMemory = (plan: Plan, memory: WebAssembly.Memory): PlanMemory => {
  const float32 = new Float32Array(memory.buffer);
  const each = (
    range: Pointer,
    place: ParameterPlace,
    visit: (index: number, element: number) => void,
  ) => {
    const start = elementIndex(bytesOn(range, byteOf(place.pointer) - byteOf(plan.parameters)));
    for (let r = 0; r < place.rows; r++) {
      for (let c = 0; c < place.columns; c++) {
        visit(start + r * place.rowStride + c * place.columnStride, r * place.columns + c);
      }
    }
  };
  return {
    int32: new Int32Array(memory.buffer),
    float32,
    float64: new Float64Array(memory.buffer),
    read: (range) =>
      new Map(plan.places.map((place) => {
        const values = new Float32Array(place.rows * place.columns);
        each(range, place, (index, element) => values[element] = float32[index]!);
        return [place.key, values];
      })),
    write: (range, values) => {
      for (const place of plan.places) {
        const from = values.get(place.key);
        if (from !== undefined) {
          each(range, place, (index, element) => float32[index] = from[element]!);
        }
      }
    },
  };
};
