/** A model whose gates round their results, and record the first gradient that is not finite. */
import { nodeAt, type NodeId } from "../../model/cells/graph.ts";
import type { Gate } from "../../model/gates/gate.ts";
import { gateSalt } from "../../model/dropout_key.ts";
import type { Model } from "../../model/model.ts";
import { type Round, wrongIn } from "./not_finite.ts";

/** A gradient on its way back through a gate. */
export interface WrongGradient {
  readonly layer: number;
  readonly node: NodeId;
  readonly value: number;
  /** Whether the gate received it rather than produced it. */
  readonly reaches: boolean;
  /** Time step from 0. */
  readonly time: number | undefined;
}

export interface WatchedGates {
  readonly model: Model;
  /** Takes down at which time step a key of dropout masks is used; answers the key. */
  readonly at: (time: number, key: number | undefined) => number | undefined;
  readonly found: () => WrongGradient | undefined;
}

/** @param round a number as the engine's precision holds it */
export function watchGates(model: Model, round: Round): WatchedGates {
  const times = new Map<number, number>();
  let found: WrongGradient | undefined;
  const wrong = (values: Float64Array) => wrongIn(values, round);

  const watched = (layer: number, gate: Gate): Gate => ({
    ...gate,
    forward: (args, settings, context) => gate.forward(args, settings, context).map(round),
    backward: (dy, args, y, settings, context) => {
      const diffs = gate.backward(dy, args, y, settings, context);
      if (found !== undefined) return diffs;
      const given = wrong(dy);
      const value = given ?? diffs.map(wrong).find((one) => one !== undefined);
      if (value === undefined) return diffs;
      found = {
        layer,
        // A gate knows where it stands by the salt of its dropout masks.
        node: nodeAt(context.salt - gateSalt(layer, 0)),
        value,
        reaches: given !== undefined,
        time: context.rowKey === undefined ? undefined : times.get(context.rowKey),
      };
      return diffs;
    },
  });
  const layers = model.layers.map((graph, layer) => ({
    ...graph,
    gates: new Map([...graph.gates].map(([name, gate]) => [name, watched(layer, gate)] as const)),
  }));
  return {
    model: { ...model, layers },
    at: (time, key) => {
      if (key !== undefined) times.set(key, time);
      return key;
    },
    found: () => found,
  };
}
