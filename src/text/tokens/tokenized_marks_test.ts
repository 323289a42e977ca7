import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { tokenizedMarks } from "./tokenized_marks.ts";

const found = (...texts: string[]) => {
  const marks = tokenizedMarks();
  texts.forEach(marks.add);
  return marks.found();
};

describe("tokenizedMarks", () => {
  it("names the commonest marks of a text that was tokenized before", () => {
    const line = "the <unk> company said it does n't expect a <unk> rise of N \n";
    assert.deepEqual(found(...Array(20).fill(line)), ["<unk>", "n't"]);
    assert.deepEqual(found("a well @-@ known 10 @,@ 000 ".repeat(20)), ["@-@", "@,@"]);
    assert.deepEqual(found("&apos; ".repeat(20)), ["&apos;"]);
  });
  it("names none of a text with hardly any", () => {
    assert.deepEqual(found("He didn't say <unk>. ".repeat(3), "Well @-@ known."), []);
    assert.deepEqual(found("He doesn't know of it at all. ".repeat(900), "<unk> ".repeat(6)), []);
    assert.deepEqual(found(), []);
  });
});
