import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./support/program.ts";
import { sources } from "./support/sources.ts";

const tasks: Readonly<Record<string, unknown>> =
  JSON.parse(readFileSync(join(root, "deno.json"), "utf8")).tasks;

/** Every match's first group, each once. */
const found = (
  text: string,
  pattern: RegExp,
) => [...new Set(Array.from(text.matchAll(pattern), ([, group]) => group!))];

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "BENCHMARKS.md",
  "docs/cells.md",
  "docs/install.md",
  "docs/json.md",
  "docs/reliability.md",
  "docs/score.md",
  "docs/sweeps.md",
  "docs/watch.md",
];

const files = ["src", "test", "pipelines", "scripts"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
);

/** Whether a path is in the repository: as it stands, below `src`, or as a file's name alone. */
const exists = (path: string): boolean =>
  existsSync(join(root, path)) || existsSync(join(root, "src", path)) ||
  !path.includes("/") && files.some((file) => file.endsWith(`/${path}`));

for (const document of documents) {
  const text = readFileSync(join(root, document), "utf8");
  describe(document, () => {
    it("names tasks that there are", () => {
      const named = found(text, /deno(?:@[\d.]+)? task (?:-q )?([a-z][a-z0-9]*)/g);
      assert.deepEqual(named.filter((task) => !(task in tasks)), []);
    });

    it("names files that there are", () => {
      const links = found(text, /\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)
        .map((link) => normalize(join(dirname(document), link)));
      const quoted = [
        ...found(text, /`((?:configs|docs|pipelines|scripts|src|test)\/[\w./*]*)`/g),
        ...found(text, /`(?:\.\/)?([\w./*]+\.ts)`/g),
      ];
      const paths = [...links, ...quoted].filter((path) => !/[*]|NAME/.test(path));
      assert(paths.length > 0);
      assert.deepEqual(paths.filter((path) => !exists(path)), []);
    });

    it("has lines of at most 120 columns", () => {
      const long = text.split("\n").filter((line) => line.length > 120 && !line.startsWith("|"));
      assert.deepEqual(long, []);
    });
  });
}

describe("comments of src", () => {
  it("name files that there are, by a room and a name at least", () => {
    const gone = sources("src").flatMap(({ file, code }) => {
      const comments = found(code, /(\/\*[^]*?\*\/|\/\/.*)/g).join("\n");
      return found(comments, /(?<![\w./$-])((?:\w+\/)+\w+\.ts)\b/g)
        .filter((path) => !files.some((known) => `/${known}`.endsWith(`/${path}`)))
        .map((path) => `${file}: ${path}`);
    });
    assert.deepEqual(gone, []);
  });
});

describe("CONTRIBUTING.md", () => {
  it("shows every folder of src", () => {
    const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const [, tree = ""] = /```\n(base [^]*?)```/.exec(text) ?? [];
    let floor = "";
    const shown = [...tree.matchAll(/^( *)(\w+)/gm)].map(([, indent, name]) => {
      if (indent === "") floor = name!;
      return indent === "" ? `src/${name}` : `src/${floor}/${name}`;
    });
    const folders = new Set(files.filter((file) => file.startsWith("src/")).map(dirname));
    folders.add("src/text").delete("src");
    assert.deepEqual(shown.toSorted(), [...folders].toSorted());
  });
});

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
