/** What docs/cells.md writes for functions that the language lacks is those functions. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Result } from "effect";
import { buildCell } from "../src/model/cells/build_cell.ts";
import { root } from "./support/program.ts";

const text = readFileSync(join(root, "docs", "cells.md"), "utf8");
/** Functions and what is written for them, from the table of the page. */
const written = new Map(
  [...text.matchAll(/^\| (.*) \| `([^`]*)` \|$/gm)].map(([, what, form]) => [what!, form!]),
);

/** The value of a form and its derivatives, by the gates' own forward and backward. */
function computed(form: string, values: Readonly<Record<string, number>>) {
  const states = Object.keys(values);
  const equations = states.map((name, i) => `${name}' = ${i === 0 ? form : name}`).join("\n");
  const graph = Result.getOrThrow(
    buildCell("c", { state: states, equations }, {
      inputSize: 1,
      oneHot: false,
      hidden: 1,
      bias: true,
    }),
  );
  const context = { training: false, dropoutKey: 0 } as never; // no gate here reads it
  const nodes: Float64Array[] = [];
  for (const node of graph.nodes) {
    const one = node.op === "state"
      ? Float64Array.of(values[graph.states[node.state]!.name]!)
      : node.op === "gate"
      ? graph.gates.get(node.gate)!.forward(
        node.args.map((arg) => nodes[arg]!),
        node.settings,
        context,
      )
      : Float64Array.of(0);
    nodes.push(one);
  }
  const { next } = graph.states[0]!;
  const gradients = nodes.map(() => Float64Array.of(0));
  gradients[next]![0] = 1;
  for (let id = next; id >= 0; id--) {
    const node = graph.nodes[id]!;
    if (node.op !== "gate" || gradients[id]![0] === 0) continue;
    const args = node.args.map((arg) => nodes[arg]!);
    graph.gates.get(node.gate)!
      .backward(gradients[id]!, args, nodes[id]!, node.settings, context)
      .forEach((gradient, i) => gradients[node.args[i]!]![0]! += gradient[0]!);
  }
  const derivatives = states.map((name) => {
    const id = graph.nodes.findIndex((node) =>
      node.op === "state" && graph.states[node.state]!.name === name
    );
    return gradients[id]![0]!;
  });
  return { value: nodes[next]![0]!, derivatives };
}

const softplus = (v: number) => v > 0 ? v + Math.log1p(Math.exp(-v)) : Math.log1p(Math.exp(v));
const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));

interface Meant {
  readonly of: (...values: number[]) => number;
  readonly slopes: (...values: number[]) => readonly number[];
  readonly names: readonly string[];
  readonly at: readonly (readonly number[])[];
}
const pairs = [[1.5, -2], [-0.25, 3], [0.5, 0.75], [-40, -41]];
const numbers = [[-800], [-3], [-0.5], [0.25], [2], [800]];
const meant: Readonly<Record<string, Meant>> = {
  "max(a, c)": {
    names: ["a", "c"],
    at: pairs,
    of: Math.max,
    slopes: (a, c) => a! > c! ? [1, 0] : [0, 1],
  },
  "min(a, c)": {
    names: ["a", "c"],
    at: pairs,
    of: Math.min,
    slopes: (a, c) => a! < c! ? [1, 0] : [0, 1],
  },
  "a / c, where c > 0": {
    names: ["a", "c"],
    at: [[3, 2], [-1, 0.25], [0, 5]],
    of: (a, c) => a! / c!,
    slopes: (a, c) => [1 / c!, -a! / c! ** 2],
  },
  "sqrt(v), where v > 0": {
    names: ["v"],
    at: [[2], [1e-4], [100]],
    of: Math.sqrt,
    slopes: (v) => [0.5 / Math.sqrt(v!)],
  },
  "\\|v\\|": { names: ["v"], at: numbers, of: Math.abs, slopes: (v) => [Math.sign(v!)] },
  "softplus(v) = log(1 + exp(v))": {
    names: ["v"],
    at: numbers,
    of: softplus,
    slopes: (v) => [sigmoid(v!)],
  },
  "log(sigmoid(v))": {
    names: ["v"],
    at: numbers,
    of: (v) => -softplus(-v!),
    slopes: (v) => [sigmoid(-v!)],
  },
};

describe("what docs/cells.md writes for functions that the language lacks", () => {
  it("is a table of them", () => assert.deepEqual([...written.keys()], Object.keys(meant)));

  for (const [what, { names, at, of, slopes }] of Object.entries(meant)) {
    it(`is right: ${what}`, () => {
      for (const values of at) {
        const given = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const { value, derivatives } = computed(written.get(what)!, given);
        const [expected, ...rest] = [of(...values), ...slopes(...values)];
        assert.ok(Math.abs(value - expected!) <= 1e-14 * Math.max(1, Math.abs(expected!)), what);
        derivatives.forEach((slope, i) =>
          assert.ok(Math.abs(slope - rest[i]!) <= 1e-12 * Math.max(1, Math.abs(rest[i]!)), what)
        );
      }
    });
  }

  it("is right: x of the step before", () => {
    assert.match(text, /\| x of the step before \| a state of its own, `p' = x`;/);
    const cell = { state: ["h", "p"], equations: "h' = p\np' = x" };
    const dimensions = { inputSize: 3, oneHot: false, hidden: 3, bias: true };
    const { states, nodes } = Result.getOrThrow(buildCell("c", cell, dimensions));
    assert.deepEqual(nodes[states[0]!.next], { op: "state", state: 1, size: 3 });
    assert.equal(nodes[states[1]!.next]!.op, "input");
    assert.equal(states[1]!.learned, undefined);
  });
});
