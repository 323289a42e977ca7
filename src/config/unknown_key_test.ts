import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Schema } from "effect";
import { otherNames } from "./other_names.ts";
import { unknownKey } from "./unknown_key.ts";

const inner = Schema.Struct({ width: Schema.Number, once: Schema.Number });
const { ast: root } = Schema.Struct({
  deep: Schema.Struct({ inner }),
  first: Schema.Struct({ twice: Schema.Number }),
  second: Schema.Struct({ twice: Schema.Number }),
}).annotate(otherNames({ hidden_size: "deep.inner.width" }));
const other = Schema.Struct({ k: Schema.Number }).ast;
const said = (key: string, ast = other, at: readonly string[] = ["first"]) =>
  unknownKey(key, ast, at, { root });

describe("unknownKey", () => {
  it("proposes the nearest key of the map, and says which it is", () => {
    const message = 'Unknown key, did you mean "width"?';
    assert.deepEqual(said("widht", inner.ast), { message, meant: "width" });
  });

  it("proposes keys from elsewhere", () => {
    const message = 'Unknown key here, did you mean "deep.inner.once"?';
    for (const key of ["once", "Once", "onec"]) assert.deepEqual(said(key), { message });
    assert.deepEqual(said("twice"), {
      message: 'Unknown key here, did you mean "first.twice" or "second.twice"?',
    });
  });

  it("lists the keys of the map where none is close", () => {
    assert.deepEqual(said("enco"), { message: "Unknown key, expected k" });
    assert.deepEqual(said("once", other, ["free"]), { message: "Unknown key, expected k" });
  });

  it("knows names of other programs, however they are spelt", () => {
    for (const key of ["hidden_size", "hiddenSize", "HIDDEN-SIZE"]) {
      const message = 'Unknown key here, did you mean "deep.inner.width"?';
      assert.deepEqual(said(key), { message });
      assert.deepEqual(said(key, inner.ast, ["deep", "inner"]).meant, "width");
    }
  });
});
