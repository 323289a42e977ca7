/**
 * One layer at one time step, forward and backward, for any cell. A cell is a graph of gates: for the
 * simplest, hₜ = tanh(U xₜ + W hₜ₋₁ + b), with U hidden × input, W hidden × hidden and b hidden, its
 * nodes are
 *
 *   x   h   U x   W h   b   U x + W h + b   tanh(…)
 *
 * Forward walks the nodes first to last and keeps the value of each. Backward walks them last to first
 * with the chain rule: a node y = f(a, …) that has dy gives each argument a its share (∂f/∂a)ᵀ dy, and
 * where a value is read more than once the shares add up. A product y = W a gives
 *
 *   da += Wᵀ dy       (columns)
 *   dW += dy aᵀ       (rows × columns)
 */
import type { CellGraph } from "../../model/cells/graph.ts";
import { lookup } from "../../model/gates/lookup.ts";
import { multiply } from "../../model/gates/multiply.ts";
import { gateSalt } from "../../model/dropout_key.ts";

/** A layer of the model with its parameters, and the gradients that backward adds to, by number. */
export interface Layer {
  /** Place in the stack, from 0. */
  readonly index: number;
  readonly graph: CellGraph;
  readonly parameters: readonly Float64Array[];
  readonly gradients: readonly Float64Array[];
}

/** What backward needs of a forward step: the value of every node. */
export interface LayerStep {
  readonly values: readonly Float64Array[];
  /** The input token of a one-hot layer. */
  readonly token: number;
  /** Key of the token's dropout masks; undefined outside training. */
  readonly rowKey: number | undefined;
}

const nothing = new Float64Array(0);

/** Values of all nodes from the layer's input xₜ and the value of each state before the step. */
export function layerForward(
  { index, graph, parameters }: Layer,
  input: Float64Array,
  token: number,
  previous: readonly Float64Array[],
  rowKey: number | undefined,
): LayerStep {
  const values: Float64Array[] = [];
  graph.nodes.forEach((node, id) => {
    switch (node.op) {
      case "input":
        values.push(graph.oneHot ? nothing : input);
        break;
      case "state":
        values.push(previous[node.state]!);
        break;
      case "parameter":
        values.push(parameters[node.parameter]!);
        break;
      case "product":
        values.push(multiply.forward(parameters[node.parameter]!, values[node.args[0]]!));
        break;
      case "lookup":
        values.push(lookup.forward(parameters[node.parameter]!, graph.inputSize, token));
        break;
      case "gate": {
        const context = { rowKey, salt: gateSalt(index, id) };
        const args = node.args.map((arg) => values[arg]!);
        values.push(graph.gates.get(node.gate)!.forward(args, node.settings, context));
      }
    }
  });
  return { values, token, rowKey };
}

/** What backward gives to the layer below and to the step before. */
export interface LayerGradients {
  /** dx; undefined where nothing reads the input or it is a token. */
  readonly input: Float64Array | undefined;
  /** dhₜ₋₁ of each state; undefined where nothing reads it. */
  readonly previous: readonly (Float64Array | undefined)[];
}

/**
 * From the gradients of the layer's output and of each state's value after the step (undefined: zero) to
 * those of its input and of the states before; the parameters' are added to `layer.gradients`.
 */
export function layerBackward(
  { index, graph, parameters, gradients }: Layer,
  { values, token, rowKey }: LayerStep,
  dOutput: Float64Array | undefined,
  dNext: readonly (Float64Array | undefined)[],
): LayerGradients {
  const diffs: (Float64Array | undefined)[] = graph.nodes.map(() => undefined);
  const gain = (id: number, diff: Float64Array | undefined) => {
    if (diff !== undefined) diffs[id] = sum(diffs[id], diff);
  };
  // A value after the step is read by the layer above and by the next step.
  gain(graph.output, dOutput);
  graph.states.forEach((state, i) => gain(state.next, dNext[i]));

  let input: Float64Array | undefined;
  const previous: (Float64Array | undefined)[] = graph.states.map(() => undefined);
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    const node = graph.nodes[id]!;
    const diff = diffs[id];
    if (diff === undefined) continue;
    switch (node.op) {
      case "input":
        input = diff;
        break;
      case "state":
        previous[node.state] = diff;
        break;
      case "parameter":
        addTo(gradients[node.parameter]!, diff);
        break;
      case "product": {
        const [x] = node.args;
        const { parameter } = node;
        gain(x, multiply.backward(diff, parameters[parameter]!, values[x]!, gradients[parameter]!));
        break;
      }
      case "lookup":
        lookup.backward(diff, graph.inputSize, token, gradients[node.parameter]!);
        break;
      case "gate": {
        const context = { rowKey, salt: gateSalt(index, id) };
        const args = node.args.map((arg) => values[arg]!);
        const gate = graph.gates.get(node.gate)!;
        gate.backward(diff, args, values[id]!, node.settings, context)
          .forEach((d, i) => gain(node.args[i]!, d));
      }
    }
  }
  return { input, previous };
}

/** a + b, where an undefined a is zero. */
export const sum = (a: Float64Array | undefined, b: Float64Array): Float64Array =>
  a === undefined ? b : a.map((ai, i) => ai + b[i]!);

/** a += b */
export const addTo = (a: Float64Array, b: Float64Array): void => {
  for (let i = 0; i < a.length; i++) a[i]! += b[i]!;
};
