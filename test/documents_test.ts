import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/program.ts";

const tasks: Readonly<Record<string, unknown>> =
  JSON.parse(readFileSync(join(root, "deno.json"), "utf8")).tasks;

/** Every match's first group, each once. */
const found = (
  text: string,
  pattern: RegExp,
) => [...new Set(Array.from(text.matchAll(pattern), ([, group]) => group!))];

for (const document of ["README.md", "CONTRIBUTING.md"]) {
  const text = readFileSync(join(root, document), "utf8");
  describe(document, () => {
    it("names tasks that there are", () => {
      const named = found(text, /deno(?:@[\d.]+)? task (?:-q )?([a-z][a-z0-9]*)/g);
      assert(named.includes("ok") || named.includes("run"));
      assert.deepEqual(named.filter((task) => !(task in tasks)), []);
    });

    it("names files that there are", () => {
      const links = found(text, /\]\((?!https?:|#)([^)#]+)\)/g);
      const quoted = found(text, /`((?:configs|docs|pipelines|scripts|src|test)\/[\w./*]*)`/g);
      const paths = [...links, ...quoted].filter((path) => !/[*]|NAME/.test(path));
      assert(paths.length > 5);
      assert.deepEqual(paths.filter((path) => !existsSync(join(root, path))), []);
    });
  });
}

describe("README.md", () => {
  it("shows a config that is one of the repository, key for key", () => {
    const shown = /```yaml\n(name: small[^]*?)```/.exec(
      readFileSync(join(root, "README.md"), "utf8"),
    );
    const real = readFileSync(join(root, "configs", "small.yaml"), "utf8");
    assert(shown, "no config");
    assert.equal(shown[1]!.trim(), real.slice(real.indexOf("name: small")).trim());
  });
});
