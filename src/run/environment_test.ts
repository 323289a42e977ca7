import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import process from "node:process";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { codeHash, describeRuntime, hashCode, packageVersions } from "./environment.ts";
import { inFolder } from "./test_support.ts";

describe("hashCode", () => {
  it(
    "changes with the name and content of code, and with nothing else",
    inFolder((folder) => {
      const write = (name: string, content: string) => {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), content);
      };
      const hash = () => hashCode(folder, ["src", "pipelines"]);
      write("src/a/x.ts", "1");
      write("src/b.wasm", "2");
      const first = hash();
      write("src/a/x_test.ts", "test");
      write("src/a/test_support.ts", "test");
      write("src/notes.md", "notes");
      write("other/x.ts", "other");
      assert.equal(hash(), first);
      const seen = new Set([first]);
      for (
        const [name, content] of [["src/a/x.ts", "3"], ["src/b.wasm", "4"], ["pipelines/p.ts", ""]]
      ) {
        write(name!, content!);
        seen.add(hash());
      }
      fs.renameSync(path.join(folder, "src/b.wasm"), path.join(folder, "src/c.wasm"));
      seen.add(hash());
      assert.equal(seen.size, 5);
      return Promise.resolve();
    }),
  );
});

describe("the environment of this process", () => {
  it("has a hash of its code that holds", async () => {
    const hash = await Effect.runPromise(codeHash);
    assert.match(hash, /^[0-9a-f]{64}$/);
  });

  it("knows the exact versions of the packages", async () => {
    const versions = await Effect.runPromise(packageVersions);
    assert.ok("unroll" in versions);
    assert.match(versions["effect"] ?? "", /^\d+\.\d+\.\d+$/);
  });

  it("describes the machine and the runtime", () => {
    const { name, version, cores, architecture } = describeRuntime();
    assert.equal(process.versions[name], version);
    assert.ok(cores > 0 && architecture !== "");
  });
});
