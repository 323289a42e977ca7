import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { InputError } from "../../base/errors.ts";
import { checkGlob, type GlobFault } from "./check_glob.ts";
import { sourceFiles } from "./source_files.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-glob-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, `${"a".repeat(200)}.txt`), "text");

/** Files that a pattern gives, or the message of its refusal. */
async function expanded(path: string): Promise<number | string> {
  try {
    const split = { valid: 0, test: 0 };
    return (await sourceFiles({ path, format: "text", split }, folder)).length;
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.message;
  }
}

describe("checkGlob", () => {
  const wrong: readonly (readonly [what: string, glob: string, message: RegExp])[] = [
    ["braces that multiply", "{a,b}".repeat(20), /braces for more than 256 alternatives/],
    ["braces in braces", "{a,{b,{c,{d,e}}}}".repeat(9), /braces for more than 256 alternatives/],
    ["a range of numbers", "{1..999999999}", /braces for more than 256 alternatives/],
    ["stars that backtrack", "*a".repeat(20) + "b", /more than 3 "\*" in one name/],
    ["an extended glob", "+(+(a)+(a))*b", /is an extended glob, expected only/],
    ["a long one", "*".repeat(60_000), /is longer than 1000 characters/],
  ];
  for (const [what, glob, message] of wrong) {
    it(`refuses ${what}`, async () => assert.match(String(await expanded(glob)), message));
  }

  it("takes as much as it says, and no more", () => {
    const limits: readonly (readonly [most: string, over: string, fault: GlobFault])[] = [
      ["{1..256}", "{1..257}", "too many alternatives"],
      ["{-128..127}", "{-128..128}", "too many alternatives"],
      ["{a,b}".repeat(8), "{a,b}".repeat(9), "too many alternatives"],
      ["*a*b*", "*a*b*c*", "too many stars"],
      ["a".repeat(1000), "a".repeat(1001), "too long"],
    ];
    for (const [most, over, fault] of limits) {
      assert.equal(checkGlob(most), undefined, most);
      assert.equal(checkGlob(over), fault, over);
    }
  });

  it("takes what people write", async () => {
    for (
      const glob of ["*.txt", "**/*.txt", "data/chapter_*.txt", "{a,b}/*.{txt,md}", "part-?.[tc]sv"]
    ) {
      assert.equal(checkGlob(glob), undefined);
    }
    assert.equal(await expanded("a*.txt"), 1);
  });

  it("leaves files or an InputError of any pattern", async () => {
    const unit = fc.constantFrom(..."*?[]{},.!-^a1/\\()+@|\0\n é".split(""), "..", "**/", "{1..9}");
    const pattern = fc.array(unit, { minLength: 1, maxLength: 20 }).map((units) => units.join(""));
    // None that leads out of the folder; to Deno's glob a \ in front does, and 200,000 files are
    // walked.
    await fc.assert(
      fc.asyncProperty(
        pattern.filter((text) => !/^[/\\]|\.\.|\/\/|~/.test(text)),
        async (pattern) => {
          const found = await expanded(pattern);
          assert.ok(typeof found === "number" || found.length < 500);
        },
      ),
      { numRuns: 200 },
    );
  });
});
