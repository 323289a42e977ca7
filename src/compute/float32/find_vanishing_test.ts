import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { buildModel } from "../../model/build_model.ts";
import { findVanishing } from "./find_vanishing.ts";

const model = Result.getOrThrow(buildModel(
  {
    ...{ cell: "own", embedding: 2, hidden: 3, layers: 2, dropout: 0 },
    ...{ tied: false, bias: true, truncate: "full" },
  },
  { own: { state: "h", learned: ["h"], equations: "a = relu(U x)\nh' = tanh(W h + a)" } },
  5,
));

/** Gradients of 1, but those of `other`. */
const gradientWith = (other: Readonly<Record<string, number>>) =>
  new Map(model.parameters.map(({ key, rows, columns }) => [
    key,
    new Float32Array(rows * columns).fill(other[key] ?? 1),
  ]));

describe("findVanishing", () => {
  it("finds nothing above 1e-7 of the largest", () => {
    assert.equal(findVanishing(model, gradientWith({ "0.U": 2e-7 })), undefined);
  });

  it("names the least with its layer and equation", () => {
    const found = findVanishing(model, gradientWith({ "0.U": 3e-9, "1.W": 5e-8 }));
    assert.equal(found, 'that of "U" of layer 0, in "a = relu(U x)", is 3.0e-9 of the largest');
  });

  it("says where it is 0", () => {
    const found = findVanishing(model, gradientWith({ "0.U": 3e-9, "1.W": 0 }));
    assert.equal(found, `that of "W" of layer 1, in "h' = tanh(W h + a)", is 0`);
  });

  it("leaves out what states start from, and gradients that are not finite", () => {
    assert.equal(findVanishing(model, gradientWith({ "0.h0": 0 })), undefined);
    assert.equal(findVanishing(model, gradientWith({ "0.U": 0, "1.W": NaN })), undefined);
  });
});
