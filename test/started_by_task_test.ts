import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root, start, unroll } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const config = (path: string) => `name: x\ncorpus: { path: ${path} }\nmodel: { cell: rnn }\n`;
const text = Array.from({ length: 300 }, (_, i) => `The cat ${i} sat on mat ${7 * i}. `).join("");

describe("a program that a task started", () => {
  it("takes paths from the folder that the user stands in", async () => {
    const folder = testFolder({ "mine/text.txt": text, "mine/x.yaml": config("text.txt") });
    const args = ["check", "mine/x.yaml"];
    const { status, stdout, stderr } = await unroll(args, {
      folder: root,
      env: { UNROLL_FROM: folder },
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`path: ${join(folder, "mine", "text.txt")}`));
    const elsewhere = await unroll(args, {
      folder: join(folder, "mine"),
      env: { UNROLL_FROM: folder },
    });
    assert.equal(elsewhere.status, 2, "in a folder that is not the project's it stays");
  });

  it("is started by every task in one way, and is told where that is", () => {
    const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    const commands = Object.entries<{ command: string }>(tasks)
      .filter(([name, { command }]) => name !== "ok" && / run .*src\/cli\/main\.ts/.test(command));
    assert(commands.length >= 15);
    for (const [name, { command }] of commands) {
      const [prepared, started] = command.split(") ");
      assert.equal(prepared, `UNROLL_FROM="$INIT_CWD" DENO_V8_FLAGS=$(${tasks.v8.command}`);
      assert(started!.endsWith(`src/cli/main.ts${name === "unroll" ? "" : ` ${name}`}`), command);
    }
  });

  it("is suspended by Ctrl-Z with its whole group, and goes on", {
    skip: process.platform !== "linux",
  }, async () => {
    const folder = testFolder({ "text.txt": text, "x.yaml": config("text.txt") });
    const set = ["--set", "training.epochs=100000"];
    // As under `deno task`: the terminal stops a group whose leader waits and takes no notice.
    const { child, said, ended } = start(["run", "x.yaml", ...set], {
      folder,
      detached: true,
      env: { UNROLL_FROM: root },
      shell: `trap "" TSTP; "$@" & wait`,
    });
    const group = child.pid!;
    // Deno itself reads /proc with every permission only.
    const status = () => execFileSync("cat", [`/proc/${group}/stat`], { encoding: "utf8" });
    const state = () => /\) (\w)/.exec(status())![1];
    try {
      await said(/epoch 1/);
      process.kill(-group, "SIGTSTP");
      while (state() !== "T") await new Promise((resolve) => setTimeout(resolve, 10));
      process.kill(-group, "SIGCONT");
      process.kill(-group, "SIGINT");
      await said(/Interrupted after step/);
    } finally {
      process.kill(-group, "SIGKILL");
      await ended;
    }
  });
});
