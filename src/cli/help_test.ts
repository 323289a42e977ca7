import { describe, it } from "@std/testing/bdd";
import { unrollStart } from "../base/unroll_command.ts";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { run } from "./test_run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The lines of a section of a help text, without their indentation. */
const section = (help: string, title: string): string[] =>
  (new RegExp(`^${title}\\n((?:  .*\\n?|\\n(?=  ))*)`, "m").exec(help)?.[1] ?? "")
    .split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** The words of a command line, as a shell would split it, without a redirection. */
const wordsOf = (line: string): string[] =>
  Array.from(
    line.replace(/ > .*/, "").matchAll(/"([^"]*)"|(\S+)/g),
    ([, quoted, plain]) => quoted ?? plain!,
  );

const commands = section((await run("--help")).out, "SUBCOMMANDS")
  .map((line) => line.split(" ")[0]!);

describe("--help", () => {
  it("lists the commands", () => assert(commands.length >= 13, commands.join(" ")));

  for (const command of commands) {
    it(`of ${command} shows the default of each flag that takes a value`, async () => {
      const { status, out } = await run(command, "--help");
      assert.equal(status, 0);
      const flags = [...section(out, "FLAGS"), ...section(out, "GLOBAL FLAGS")];
      const taking = flags.filter((line) => !/^--\S+( {2,}|, )|^--completions/.test(line));
      assert.deepEqual(taking.filter((line) => !/; default \S/.test(line)), []);
    });

    it(`of ${command} has examples that work`, async () => {
      const { out } = await run(command, "--help");
      const lines = section(out, "EXAMPLES").filter((line) => !line.startsWith("#"));
      assert(lines.length > 0);
      for (const line of lines) {
        assert(line.startsWith(`${unrollStart()} `), line);
        const words = wordsOf(line.slice(unrollStart().length))
          .map((word) => word.startsWith("configs/") ? root + word : word);
        assert.equal(words[0], command);
        const { status, calls, out, err } = await run(...words);
        assert.notEqual(status, 2, `${line}\n${err}`);
        assert(calls.length > 0 || out !== "" || err !== "", line);
      }
    });
  }
});
