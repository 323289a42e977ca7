import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { dropoutKey, embeddingSalt, gateSalt, layerSalt } from "./dropout_key.ts";

describe("dropout masks", () => {
  it("have a key for every step, row and time step", () => {
    const keys = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]]
      .map(([step, row, time]) => dropoutKey(7, step!, row!, time!));
    assert.equal(new Set([...keys, dropoutKey(8, 0, 0, 0)]).size, 6);
    assert.equal(dropoutKey(7, 0, 1, 1), keys.at(-1));
  });

  it("have a salt for every place in the model", () => {
    const salts = [0, 1, 2].flatMap((layer) => [
      layerSalt(layer),
      gateSalt(layer, 0),
      gateSalt(layer, 999),
    ]);
    assert.equal(new Set([embeddingSalt, ...salts]).size, 10);
  });

  it("keep their salts, so that a run of an older version is resumed with its masks", () => {
    assert.deepEqual([embeddingSalt, layerSalt(0), layerSalt(2), gateSalt(0, 3), gateSalt(1, 7)], [
      0,
      1,
      3,
      1003,
      2007,
    ]);
  });
});
