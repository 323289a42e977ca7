/**
 * Checks a user's gates before a model is trained with them: compares each backward with central
 * differences of its forward, at values that occur in the model.
 */
import {
  checkGate,
  type GateDisagreement,
  largestGateError,
} from "../../model/user_gates/check_gate.ts";
import { GateFailure } from "../../model/user_gates/user_gate.ts";
import type { Model, Values } from "../../model/model.ts";
import { below } from "../../base/random/below.ts";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { forwardSlices } from "./forward.ts";
import type { Slices } from "../../base/slices.ts";
import { copyNetwork } from "./network.ts";
import { initialStates } from "./states.ts";

export interface GateChecks {
  /** The largest error of each gate of the user's that the model uses, by its name. */
  readonly errors: ReadonlyMap<string, number>;
  /** What is wrong with them, a line each. */
  readonly mistakes: readonly string[];
}

/** Tokens that the model reads for the check. */
const tokenCount = 4;

/** Runs a few random tokens through the model and checks each gate of the user's at every step. */
export function* checkUserGates(
  model: Model,
  weights: Values,
  seed: number,
): Slices<GateChecks> {
  const own = new Set(model.gateModule?.gates.map(({ name }) => name));
  const places = model.layers.flatMap((graph, layer) =>
    graph.nodes.flatMap((node, id) =>
      node.op === "gate" && own.has(node.gate)
        ? [{ layer, id, node, gate: graph.gates.get(node.gate)! }]
        : []
    )
  );
  if (places.length === 0) return { errors: new Map(), mistakes: [] };
  const stream = key(seed, "check of gates");
  let drawn = 0;
  const tokens = Int32Array.from(
    { length: tokenCount },
    () => below(stream, drawn++, model.vocabulary),
  );
  const { network } = copyNetwork(model, weights);
  const worst = new Map<string, GateDisagreement>();
  try {
    const { steps } = yield* forwardSlices(
      network,
      tokens,
      initialStates(network),
      () => undefined,
    );
    for (const { layers } of steps) {
      for (const { layer, id, node, gate } of places) {
        yield;
        const { values: all } = layers[layer]!;
        const args = node.args.map((arg) => all[arg]!.slice());
        const dy = all[id]!.map(() => 2 * uniform(stream, drawn++) - 1);
        const found = checkGate(gate, args, dy);
        const known = worst.get(gate.name);
        const compared = found.compared + (known?.compared ?? 0);
        const worse = known === undefined || found.error > known.error ? found : known;
        worst.set(gate.name, { ...worse, compared });
      }
    }
  } catch (error) {
    if (!(error instanceof GateFailure)) throw error;
    return { errors: new Map(), mistakes: [error.message] };
  }
  return {
    errors: new Map([...worst].map(([name, { error }]) => [name, error])),
    mistakes: [...worst].flatMap(([name, found]) => mistakeOf(name, found) ?? []),
  };
}

const mistakeOf = (name: string, found: GateDisagreement): string | undefined => {
  const { error, argument, element, analytic, numeric, compared } = found;
  if (compared === 0) {
    return `Gate "${name}": its backward can't be checked, since its forward has a kink wherever ` +
      "the model meets it";
  }
  if (error <= largestGateError) return undefined;
  return `Gate "${name}": its backward gives ${shown(analytic)} as the gradient of element ${
    element + 1
  } of argument ${argument + 1}, where differences of its forward give ${shown(numeric)} (error ${
    shown(error)
  }, expected at most ${largestGateError})`;
};

const shown = (value: number): string => String(Number(value.toPrecision(4)));
