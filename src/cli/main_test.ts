import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

function run(...args: string[]) {
  const flags = ["run", "--allow-read", "--allow-env", "--allow-sys"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, main, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}

describe("the program", () => {
  it("ends 0 with its result on standard output", () => {
    const { status, stdout, stderr } = run("schema");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.equal(stdout, readFileSync(`${root}/schema.json`, "utf8"));
  });

  it("ends 2 with one line a mistake on standard error", () => {
    const { status, stdout, stderr } = run("check", "configs/smal.yaml");
    assert.deepEqual([status, stdout], [2, ""]);
    assert.equal(stderr, "configs/smal.yaml: No such file, did you mean configs/small.yaml?\n");
  });

  it("ends 2 for a command line that it does not know", () => {
    const { status, stdout, stderr } = run("chek", "configs/small.yaml");
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /Unknown subcommand "chek"/);
  });
});
