import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { InputError } from "../../base/errors.ts";
import { corpusFailure } from "./corpus_failure.ts";

const failed = (code: string) => Object.assign(new Error("of zlib"), { code });

describe("corpusFailure", () => {
  const cases = [
    ["ENOENT", "a.gz: There is no such file"],
    ["EACCES", "a.gz: The file may not be read"],
    [
      "EISDIR",
      "a.gz: Expected a file, got a directory; a glob such as DIR/*.txt takes the files in it",
    ],
    ["EIO", "a.gz: The device reports an input/output error (EIO)"],
    ["Z_DATA_ERROR", "a.gz: Expected gzip data, got something else (of zlib)"],
    ["Z_BUF_ERROR", "a.gz: The gzip data ends too early"],
  ] as const;
  for (const [code, message] of cases) {
    it(`says what ${code} means`, () => {
      const error = corpusFailure("a.gz")(failed(code));
      assert.ok(error instanceof InputError);
      assert.equal(error.message, message);
      assert.equal(corpusFailure("b")(error), error);
    });
  }

  it("is none for a defect, which goes on as it is", () => {
    for (const defect of [new TypeError("x is not a function"), "thrown"]) {
      assert.throws(() => corpusFailure("a")(defect), (thrown) => thrown === defect);
    }
  });
});
