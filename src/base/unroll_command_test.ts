import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startWords, unrollCommand } from "./unroll_command.ts";

const project = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
const script = join(project, "src", "cli", "main.ts");
const runtime = ["deno", "run", "-A"];
const start = { script, byTask: false, directory: project, runtime };
const wordsOf = (given: Partial<typeof start>) => startWords({ ...start, ...given }).join(" ");

describe("unrollCommand", () => {
  it("quotes what a shell would read otherwise", () => {
    assert.equal(unrollCommand("resume", "my runs/x"), "deno task resume 'my runs/x'");
  });
});

describe("startWords", () => {
  it("names the tasks below the project's folder, and for programs that use the library", () => {
    assert.equal(wordsOf({ byTask: true }), "deno task");
    assert.equal(wordsOf({ byTask: true, directory: join(project, "configs") }), "deno task");
    assert.equal(wordsOf({ script: "/home/me/own.ts" }), "deno task");
  });

  it("says where the tasks are to who stands elsewhere", () => {
    assert.equal(
      wordsOf({ byTask: true, directory: "/a/b/c/d/e/f/g" }),
      `deno task --config ${join(project, "deno.json")}`,
    );
  });

  it("names the entry as a runtime was given it, from where the user stands", () => {
    assert.equal(wordsOf({}), "deno run -A src/cli/main.ts");
    assert.equal(wordsOf({ runtime: ["bun"] }), "bun src/cli/main.ts");
    assert.equal(wordsOf({ runtime: ["bun"], directory: join(project, "src") }), "bun cli/main.ts");
    assert.equal(wordsOf({ runtime: ["node"], directory: "/a/b/c/d/e/f/g" }), `node ${script}`);
  });

  it("names a program that is installed", () => {
    assert.equal(wordsOf({ script: "/usr/local/bin/unroll" }), "unroll");
    assert.equal(wordsOf({ script: "/usr/local/bin/unroll.js" }), "unroll");
  });
});
