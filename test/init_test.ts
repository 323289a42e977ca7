import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unroll } from "./support/program.ts";
import { madeSentences } from "./support/made_text.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "My letters.txt": madeSentences(400).join("\n") });

describe("init", () => {
  it("writes a config that trains as it is", async () => {
    const written = await unroll(["init", "--text", "My letters.txt"], { folder });
    assert.deepEqual([written.status, written.stdout], [0, "My-letters.yaml\n"], written.stderr);
    const config = readFileSync(join(folder, "My-letters.yaml"), "utf8");
    assert.match(config, /^# [\d,]+ words, [\d,]+ characters to train on; [\d,]+ parameters\.\n/);
    assert.match(config, /^ {2}path: My letters\.txt #/m);
    const run = await unroll(["run", "My-letters.yaml", "--set", "training.epochs=1"], { folder });
    assert.equal(run.status, 0, run.stderr);
    assert.doesNotMatch(run.stderr, /fitted to the text/);
  });

  it("takes what is asked for, and never overwrites", async () => {
    const args = ["init", "--text", "My letters.txt", "--tokens", "word", "--output", "w.yaml"];
    assert.equal((await unroll(args, { folder })).status, 0);
    assert.match(readFileSync(join(folder, "w.yaml"), "utf8"), /kind: word, vocabulary: \d+/);
    const again = await unroll(args, { folder });
    assert.deepEqual([again.status, again.stderr], [
      2,
      '"w.yaml" is there already: choose another file with --output\n',
    ]);
  });

  it("says what it needs where nobody can be asked", async () => {
    const { status, stderr } = await unroll(["init"], { folder });
    assert.deepEqual([status, stderr], [2, "Expected a text to train on: --text FILE\n"]);
  });
});
