import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { CellGraph } from "../../model/cells/graph.ts";
import type { CellConfig } from "../../model/cells/schema.ts";
import { modelForTest } from "./test_model.ts";
import { cellUnits, type InputDropout } from "./cell_units.ts";
import type { CellUnits } from "./units.ts";

const unitsOf = (cell: string | CellConfig, dropout?: InputDropout) => {
  const graph = modelForTest(cell).layers[0]!;
  return { graph, ...cellUnits(graph, dropout, (node) => 1000 + node) };
};

/** Sums as text, with the time that they belong to: `loop: Whr h + bhr`. */
const sums = ({ graph, units }: CellUnits & { readonly graph: CellGraph }): string[] => {
  const name = (parameter: number) => graph.parameters[parameter]!.name;
  const operand = (id: number): string => {
    const unit = units[id]!;
    return unit.kind === "state"
      ? graph.states[unit.state]!.name
      : unit.kind === "gate"
      ? unit.gate
      : unit.kind;
  };
  return units.flatMap((unit) => {
    if (unit.kind !== "sum") return [];
    const terms = unit.terms.map((term) => `${name(term.parameter)} ${operand(term.operand)}`);
    const parts = [...terms, ...unit.addends.map(operand), ...unit.biases.map(name)];
    return [`${unit.scope}: ${parts.join(" + ")}`];
  });
};

describe("cellUnits", () => {
  it("makes sums of the products, biases and values of the GRU", () => {
    assert.deepEqual(sums(unitsOf("gru")), [
      "loop: Wiz input + Whz h + biz + bhz",
      "loop: Wir input + Whr h + bir + bhr",
      "loop: Whn h + bhn",
      "loop: Win input + hadamard + bin",
    ]);
  });

  it("leaves a sum whole that something else reads as well", () => {
    const units = unitsOf({
      state: "h",
      equations: "s = U x + b\nh' = tanh(s + W h) * s",
    });
    assert.deepEqual(sums(units), ["tokens: U input + b", "loop: W h + sum"]);
  });

  it("takes out of the time loop what no state reaches", () => {
    const { units } = unitsOf({
      state: "h",
      equations: "e = tanh(E x)\nh' = sigmoid(U e) * h",
      parameters: { E: [2, "input"] },
    });
    const scopes = units.map((unit) => (unit.kind === "gate" ? `${unit.gate} ${unit.scope}` : []));
    assert.deepEqual(scopes.flat(), ["tanh tokens", "sigmoid tokens", "hadamard loop"]);
  });

  it("gives a parameter a row a token where one is wanted", () => {
    const { units, next, output } = unitsOf({
      state: ["h", "k"],
      equations: "k' = v\nh' = tanh(U x + V k + W v)\ny = v",
      output: "y",
      parameters: { v: ["hidden"] },
    });
    const copies = units.flatMap((unit, id) =>
      unit.kind === "gate" && unit.gate === "affine" ? [{ unit, id }] : []
    );
    assert.equal(copies.length, 1);
    const { unit, id } = copies[0]!;
    assert.deepEqual(unit.settings, [1, 0]);
    assert.deepEqual([next[1], output], [id, id]);
    assert.ok(units.some((u) => u.kind === "sum" && u.terms.some(({ operand }) => operand === id)));
  });

  it("puts dropout on the input, and on nothing with rate 0", () => {
    const dropout = { rate: 0.5, salt: 3 };
    const gates = (given: InputDropout) =>
      unitsOf("rnn", given).units.filter(({ kind }) => kind === "gate");
    assert.deepEqual(gates(dropout)[0], {
      kind: "gate",
      gate: "dropout",
      args: [0],
      settings: [0.5],
      salt: 3,
      size: 4,
      scope: "tokens",
    });
    assert.equal(gates({ ...dropout, rate: 0 }).length, gates(dropout).length - 1);
  });
});
