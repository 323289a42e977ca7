import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Schema } from "effect";
import { unknownKey } from "./unknown_key.ts";

const inner = Schema.Struct({ width: Schema.Number, once: Schema.Number });
const root = Schema.Struct({
  deep: Schema.Struct({ inner }),
  first: Schema.Struct({ twice: Schema.Number }),
  second: Schema.Struct({ twice: Schema.Number }),
}).ast;

describe("unknownKey", () => {
  it("proposes the nearest key of the map, and says which it is", () => {
    const message = 'Unknown key, did you mean "width"?';
    assert.deepEqual(unknownKey("widht", inner.ast, 2, { root }), { message, meant: "width" });
  });

  it("proposes a key from elsewhere to a map near the root, where there is only one", () => {
    const other = Schema.Struct({ k: Schema.Number }).ast;
    const listed = { message: "Unknown key, expected k" };
    for (const depth of [0, 1]) {
      assert.deepEqual(unknownKey("once", other, depth, { root }), {
        message: 'Unknown key here, did you mean "deep.inner.once"?',
      });
      assert.deepEqual(unknownKey("twice", other, depth, { root }), listed);
    }
    assert.deepEqual(unknownKey("once", other, 2, { root }), listed);
  });
});
