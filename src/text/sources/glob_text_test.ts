import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import assert from "node:assert/strict";
import { escapeGlob, isGlob, splitGlob, unescapeGlob } from "./glob_text.ts";

describe("escapeGlob", () => {
  it("makes any text one that stands for itself alone, and can be undone", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(..."[]{}*?!+()\\ab/"), { maxLength: 12 }).map((all) => all.join("")),
    );
    fc.assert(fc.property(texts, (text) => {
      assert.ok(!isGlob(escapeGlob(text)));
      assert.equal(unescapeGlob(escapeGlob(text)), text);
    }));
  });
});

describe("splitGlob", () => {
  const cases: readonly (readonly [glob: string, folder: string, pattern: string])[] = [
    ["*.txt", "", "*.txt"],
    ["a/b/*.txt", "a/b", "*.txt"],
    ["/*.txt", "/", "*.txt"],
    ["/x/d[[]1]/**/t.txt", "/x/d[1]", "**/t.txt"],
    ["../[{]a,b}/{c,d}/t.txt", "../{a,b}", "{c,d}/t.txt"],
    ["star[*]/[?]q/x[12]/[[]y", "star*/?q", "x[12]/[[]y"],
    ["+(x)/a*", "+(x)", "a*"],
    ["/x/none.txt", "/x", "none.txt"],
  ];
  for (const [glob, folder, pattern] of cases) {
    it(`puts ${JSON.stringify(folder)} before the pattern of ${glob}`, () => {
      assert.deepEqual(splitGlob(glob), { folder, pattern });
    });
  }
});
