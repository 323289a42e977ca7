import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { productSpeed } from "./product_speed.ts";

describe("the speed of a product", () => {
  it("is a number above zero", () => {
    assert.ok(productSpeed("wasm") > 0);
  });
});
