/** Where the states of a layer are in memory at each step of the time loop. */
import { nowhere } from "../../kernels/pointer.ts";
import type { LoopState } from "../plan/calls.ts";
import type { LayerBuffers } from "./layer_buffers.ts";
import type { LayerInput } from "./layer_input.ts";
import { matrixOf } from "./operand.ts";
import { inMemory } from "./unit_place.ts";
import type { ValuePlaces } from "./value_places.ts";

export const reserveStates = (
  { graph, cell, arena, capacity, parameter }: LayerInput,
  values: ValuePlaces,
  buffers: LayerBuffers,
): LoopState[] =>
  graph.states.map(({ size, learned }, state) => ({
    size,
    previous: values.previous[state]!,
    next: matrixOf(inMemory(values.of(cell.next[state]!))),
    carried: [arena.elements(capacity.rows * size), arena.elements(capacity.rows * size)],
    learned: learned === undefined ? nowhere : parameter(learned),
    nextGradient: buffers.gradients("step", size),
    previousGradient: buffers.gradients(
      "step",
      size,
      learned === undefined ? "backward" : "gradients",
    ),
  }));
