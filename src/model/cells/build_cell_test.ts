import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { buildCell } from "./build_cell.ts";
import type { Dimensions } from "./dimensions.ts";
import type { CellGraph } from "./graph.ts";
import type { CellConfig } from "./schema.ts";

const dimensions: Dimensions = { inputSize: 5, oneHot: false, hidden: 3, bias: true };

const build = (
  cell: Partial<CellConfig> & { readonly equations: string },
  other: Partial<Dimensions> = {},
): CellGraph =>
  Result.getOrThrowWith(
    buildCell("c", { state: "h", ...cell }, { ...dimensions, ...other }),
    (mistakes) => new Error(JSON.stringify(mistakes)),
  );

/** A node as an expression, to see how the equations were read. */
const shown = ({ nodes, parameters, states }: CellGraph, id: number): string => {
  const node = nodes[id]!;
  const graph = { nodes, parameters, states } as CellGraph;
  switch (node.op) {
    case "input":
      return "x";
    case "state":
      return states[node.state]!.name;
    case "parameter":
      return parameters[node.parameter]!.name;
    case "product":
    case "lookup":
      return `${node.op}(${parameters[node.parameter]!.name}, ${shown(graph, node.args[0])})`;
    case "gate": {
      const settings = node.settings.length > 0 ? `[${node.settings}]` : "";
      return `${node.gate}${settings}(${node.args.map((arg) => shown(graph, arg)).join(", ")})`;
    }
  }
};
const next = (
  equations: string,
  cell: Partial<CellConfig> = {},
  other: Partial<Dimensions> = {},
) => {
  const graph = build({ ...cell, equations }, other);
  return shown(graph, graph.states[0]!.next);
};
const sizes = (graph: CellGraph) =>
  Object.fromEntries(graph.parameters.map(({ name, rows, columns }) => [name, [rows, columns]]));

describe("the language of equations", () => {
  const readings: readonly [string, string][] = [
    ["h' = W x + U h + b", "add(add(product(W, x), product(U, h)), b)"],
    ["h' = A A h", "product(A, product(A, h))"],
    ["h' = W (h * h)", "product(W, hadamard(h, h))"],
    ["h' = W h * U x", "hadamard(product(W, h), product(U, x))"],
    ["h' = h + h * h", "add(h, hadamard(h, h))"],
    ["h' = h - h - h", "subtract(subtract(h, h), h)"],
    ["h' = -W h * h", "hadamard(affine[-1,0](product(W, h)), h)"],
    ["h' = 2 W h", "affine[2,0](product(W, h))"],
    ["h' = W 2 h", "product(W, affine[2,0](h))"],
    ["h' = 1 - h", "affine[-1,1](h)"],
    ["h' = h - 1", "affine[1,-1](h)"],
    ["h' = .5 * h + 1e-1", "affine[1,0.1](affine[0.5,0](h))"],
    ["h' = (1 + 2 * 3 - -1) h", "affine[8,0](h)"],
    ["k = 2\nh' = k (k h)", "affine[2,0](affine[2,0](h))"],
    ["h' = tanh(relu(softsign(h)))", "tanh(relu(softsign(h)))"],
    ["h' = exp(log(softmax(h)))", "exp(log(softmax(h)))"],
    ["h' = layernorm(h)", "layernorm[0.00001](h)"],
    ["r = 0.2\nh' = dropout(h, r)", "dropout[0.2](h)"],
    ["h' = W concat(h, x, h)", "product(W, concat(h, x, h))"],
    ["# a comment\n\n h' = (h +   # more\n   h)\n  * h", "hadamard(add(h, h), h)"],
    ["a = h\nh' = a + a", "add(h, h)"],
    ["h' = x1 + 0 h\nx1 = h".split("\n").reverse().join("\n"), "add(h, affine[0,0](h))"],
  ];
  for (const [equations, expected] of readings) {
    it(equations, () => assert.equal(next(equations), expected));
  }

  it("reads a primed state after its line", () => {
    const graph = build({ state: ["h", "c"], equations: "c' = W x\nh' = tanh(c') * c" });
    assert.equal(shown(graph, graph.states[0]!.next), "hadamard(tanh(product(W, x)), c)");
    assert.equal(graph.output, graph.states[0]!.next);
  });

  it("looks a one-hot input up", () => {
    assert.equal(next("h' = W x + U h", {}, { oneHot: true }), "add(lookup(W, x), product(U, h))");
  });

  it("uses one node for a name however often it is read", () => {
    const { nodes } = build({ equations: "h' = (W x + U x + b) * (h + b) * h" });
    const sources = nodes.filter(({ op }) => ["input", "state", "parameter"].includes(op));
    assert.equal(sources.length, 3);
  });
});

describe("lengths", () => {
  it("are inferred from the states, through names that come later", () => {
    const graph = build({ equations: "f = sigmoid(Uf x + Wf h + bf)\nh' = f * h" });
    assert.deepEqual(sizes(graph), { Uf: [3, 5], Wf: [3, 3], bf: [3, 1] });
    assert.deepEqual([graph.inputSize, graph.outputSize], [5, 3]);
  });

  it("are those of the cell where it declares them: an LSTM with projection", () => {
    const graph = build({
      state: { h: 2, c: "hidden" },
      parameters: { p: ["hidden"] },
      equations: [
        "i = sigmoid(Wi x + Ui h + p * c)",
        "c' = (1 - i) * c + i * tanh(Wc concat(x, h))",
        "h' = P c'",
      ].join("\n"),
    });
    assert.deepEqual(sizes(graph), { Wi: [3, 5], Ui: [3, 2], p: [3, 1], Wc: [3, 7], P: [2, 3] });
    assert.equal(graph.outputSize, 2);
  });

  it("follow from what is left of a concatenation", () => {
    const equations = "k' = concat(h, W x)\nh' = V k'";
    assert.deepEqual(sizes(build({ state: { h: "hidden", k: 7 }, equations })), {
      W: [4, 5],
      V: [3, 7],
    });
  });

  it("can be equal by chance: a residual connection where input and hidden agree", () => {
    const cell = { equations: "h' = x + tanh(W h)", input: "hidden" as const };
    assert.equal(build(cell, { inputSize: 3 }).outputSize, 3);
  });
});

describe("parameters", () => {
  it("start uniform in one over the root of the multiplied vector's length, biases at 0", () => {
    const graph = build({
      equations: "h' = W x + U h + bias + u * h + v",
      parameters: {
        u: ["hidden"],
        v: { shape: ["hidden"], init: 1 },
        U: { shape: [3, 3], init: 2 },
      },
    });
    const starts = graph.parameters.map(({ name, fanIn, initial }) => [name, fanIn, initial]);
    assert.deepEqual(starts, [
      ["W", 5, undefined],
      ["U", 3, 2],
      ["bias", 3, 0],
      ["u", 3, undefined],
      ["v", 3, 1],
    ]);
  });

  it("hold the first value of a learned state, 0 unless declared otherwise", () => {
    const cell = { state: ["h", "c"], learned: ["h"], equations: "c' = W h\nh' = c'" };
    const graph = build(cell);
    assert.deepEqual(graph.states.map(({ learned }) => learned), [1, undefined]);
    assert.deepEqual(graph.parameters[1], {
      name: "h0",
      kind: "vector",
      rows: 3,
      columns: 1,
      fanIn: 3,
      initial: 0,
    });
    const declared = build({ ...cell, parameters: { h0: { shape: ["hidden"], init: 0.5 } } });
    assert.equal(declared.parameters[1]!.initial, 0.5);
  });
});

describe("a model without biases", () => {
  const noBias = { bias: false };
  it("leaves out biases that are added or taken away, and sums of them", () => {
    assert.equal(next("h' = W x + bi + U h - bh", {}, noBias), "add(product(W, x), product(U, h))");
    assert.equal(next("h' = (bi - bh) + W x", {}, noBias), "product(W, x)");
    assert.equal(next("h' = bi - W x", {}, noBias), "affine[-1,0](product(W, x))");
    assert.equal(next("h' = h * (W h + b)", {}, noBias), "hadamard(h, product(W, h))");
  });

  it("keeps those that do something else", () => {
    assert.equal(next("h' = b * (W x + b)", {}, noBias), "hadamard(b, product(W, x))");
    assert.equal(next("h' = W x * (b1 + b2)", {}, noBias), "hadamard(product(W, x), add(b1, b2))");
  });

  it("takes declarations and layouts that name left-out biases", () => {
    const graph = build({
      equations: "h' = W x + b",
      parameters: { b: ["hidden"] },
      layout: { weight: ["W"], bias: ["b"] },
    }, noBias);
    assert.deepEqual(sizes(graph), { W: [3, 5] });
  });
});
