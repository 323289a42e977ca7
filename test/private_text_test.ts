/** What becomes of a text that others may not read. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { madeSentences } from "./support/made_text.ts";
import { commandLine } from "./support/command_line.ts";
import { once } from "./support/once.ts";
import { unroll } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const config = `
name: told
tokenizer: { kind: word, vocabulary: 40 }
model: { cell: gru, embedding: 4, hidden: 4 }
training: { epochs: 1 }
`;
const folder = testFolder({
  "text.txt": madeSentences(200).join("\n"),
  "secret.txt": madeSentences(200, 5).join("\n"),
  "run.yaml": `${config}corpus: { path: text.txt }\n`,
  "secret.yaml": `${config}corpus: { path: secret.txt }\n`,
  "search.yaml": "experiment: secret.yaml\nsearch: { kind: random, trials: 1 }\n" +
    "space: { model.hidden: { values: [2, 4] } }\n",
  "piped.yaml": `${config}corpus: { path: "-" }\n`,
});
chmodSync(folder, 0o755);
chmodSync(join(folder, "secret.txt"), 0o600);
const cache = join(folder, ".cache", "tokens");
const cached = () =>
  existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith(".tokens")) : [];
const openToOthers = (path: string) => (statSync(path).mode & 0o077) !== 0;

/** Trains, and answers the run's directory with the files that came into the cache. */
async function trained(name: string, input = "") {
  const before = cached();
  const { status, stdout, stderr } = await unroll(["run", name], { folder, input });
  assert.equal(status, 0, stderr);
  const [file = ""] = cached().filter((name) => !before.includes(name));
  return { run: join(folder, stdout.trim()), tokens: join(cache, file) };
}

const open = once(() => trained("run.yaml"));
const closed = once(() => trained("secret.yaml"));

describe("what is made of a text", () => {
  it("is open to others as the text is", async () => {
    const { run, tokens } = await open();
    assert.ok(openToOthers(tokens) && openToOthers(run));
  });
  it("is closed to others where the text is: its tokens, and the run with its words", async () => {
    const { run, tokens } = await closed();
    assert.ok(!openToOthers(tokens) && !openToOthers(run));
  });
  it("is closed to others where the text came through a pipe", async () => {
    const { run, tokens } = await trained("piped.yaml", madeSentences(200, 9).join("\n"));
    assert.ok(!openToOthers(tokens) && !openToOthers(run));
    assert.deepEqual(readdirSync(join(cache, "input")), []);
  });
  it("is closed to others too where it is exported or reported from a closed run", async () => {
    for (const [{ run }, isOpen] of [[await open(), true], [await closed(), false]] as const) {
      for (const command of ["export", "report"]) {
        const output = join(folder, `${command}-${isOpen}`);
        const { status, stderr } = await commandLine(command, run, "--output", output);
        assert.equal(status, 0, stderr);
        assert.equal(openToOthers(output), isOpen);
      }
    }
  });
  it("is closed to others in a store that is a file, with its journals", async () => {
    const flags = ["--store", "kept.sqlite", "--checkpoints", "store", "--parallel", "1"];
    const { status, stderr } = await unroll(["sweep", "search.yaml", ...flags], { folder });
    assert.equal(status, 0, stderr);
    const files = readdirSync(folder).filter((name) => /^kept\.sqlite(-|$)/.test(name));
    assert.ok(files.length > 0);
    for (const name of files) assert.ok(!openToOthers(join(folder, name)), name);
  });
  it("is not kept where the run is refused", async () => {
    const before = cached();
    const huge = ["--set", "model.hidden=60000", "--set", "tokenizer.vocabulary=39"];
    const { status, stderr } = await unroll(["run", "secret.yaml", ...huge], { folder });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /model: Expected at most .* parameters/);
    assert.deepEqual(cached(), before);
  });
});
