import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { excerpt, nameList } from "./excerpt.ts";

describe("excerpt", () => {
  it("shortens what is long", () => {
    assert.equal(excerpt("short"), "short");
    assert.equal(excerpt("x".repeat(41)), `${"x".repeat(40)}…`);
    assert.equal(excerpt("abc", 2), "ab…");
  });
});

describe("nameList", () => {
  it("quotes names, and stays short", () => {
    assert.equal(nameList([]), "none");
    assert.equal(nameList(["a", 'b"']), '"a", "b\\""');
    const many = nameList(Array.from({ length: 1000 }, (_, i) => `${i}`.repeat(1000)));
    assert.match(many, / and 980 more$/);
    assert.ok(many.length < 1000);
  });
});
