import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { root } from "./program.ts";
import { type Source, sources } from "./sources.ts";

/**
 * Which concepts a concept may import from. Not listed because anyone may: its own folder, `files`,
 * `errors.ts` and `runtime.ts`; and, in a concept's `schema.ts`, `config`.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  files: [],
  config: [],
  kernels: [],
  random: ["kernels"],
  gates: ["kernels", "random"],
  cells: ["config", "gates"],
  model: ["gates", "cells", "random"],
  plan: ["kernels", "gates", "cells", "model", "batch"],
  workers: ["kernels", "gates", "plan"],
  engine: [
    "kernels",
    "random",
    "gates",
    "cells",
    "model",
    "plan",
    "workers",
    "optimizer",
    "batch",
  ],
  corpus: [],
  tokenizer: ["corpus"],
  batch: ["tokenizer", "random"],
  optimizer: ["kernels"],
  schedule: ["config", "kernels"],
  sampling: ["kernels", "random"],
  baseline: ["kernels", "tokenizer"],
  run: [],
  metrics: ["config", "kernels", "run"],
  training: ["config"],
  store: ["run"],
  sweep: ["config", "random", "run", "metrics", "store"],
  report: ["metrics", "run", "sweep"],
};

/** Files of src/ itself, and the one concept, which anyone may import. */
const everyones = [
  "errors.ts",
  "runtime.ts",
  "slices.ts",
  "without_async_resources.ts",
  "files",
];

/** A schema that is made of those of other concepts. */
const joined: Readonly<Record<string, readonly string[]>> = {
  "src/training/schema.ts": ["optimizer", "schedule"],
};

/** What joins concepts, from the inside out: each may import all concepts and those before it. */
const joining = ["experiment", "session", "pipelines", "cli"];

/** Concepts that must reach no gate, not even through others. */
const gateless = [
  "config",
  "corpus",
  "tokenizer",
  "optimizer",
  "schedule",
  "run",
  "metrics",
  "store",
  "sweep",
  "report",
];

/** The sources of a folder without their comments. */
const bareSources = (folder: string): Source[] =>
  sources(folder).map(({ file, code }) => ({ file, code: withoutComments(code) }));

/** Comments that begin a line, and those that follow code after a space. */
function withoutComments(code: string): string {
  return code.replace(/^\s*\/\*[^]*?\*\//gm, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** The concept that a file belongs to; a file right in src/ is named itself. */
function conceptOf(file: string): string {
  const [top, name = ""] = file.split("/");
  return top === "src" ? name : top!;
}

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What a file imports from other concepts of this repository, statically or when it is needed. */
function importsOf({ file, code }: Source): Import[] {
  const specifiers = code.matchAll(/\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g);
  return [...specifiers]
    .map(([, path]) => conceptOf(normalize(join(file, "..", path!))))
    .map((to) => ({ file, from: conceptOf(file), to }))
    .filter(({ from, to }) => from !== to);
}

function mayImport({ file, from, to }: Import): boolean {
  if (everyones.includes(to)) return true;
  const place = joining.indexOf(from);
  if (place >= 0) {
    return to in allowed || joining.slice(0, place).includes(to) || to === "package.json";
  }
  if (to === "config" && file.endsWith("/schema.ts")) return true;
  return [...(allowed[from] ?? []), ...(joined[file] ?? [])].includes(to);
}

const all = [...bareSources("src"), ...bareSources("pipelines")];
const imports = all.flatMap(importsOf);

/** Everything that a concept reaches through imports. */
function reach(concept: string, seen: Set<string> = new Set()): Set<string> {
  for (const { to } of imports.filter(({ from }) => from === concept)) {
    if (seen.has(to)) continue;
    seen.add(to);
    reach(to, seen);
  }
  return seen;
}

const concepts = [...new Set(all.map(({ file }) => conceptOf(file)))];

describe("imports between concepts", () => {
  it("are found", () => {
    assert(imports.length > 200);
    const commands = imports.filter(({ file }) => file === "src/cli/pipelines.ts");
    assert(commands.some(({ to }) => to === "pipelines"), "also those of import()");
  });

  it("point where the table allows", () => {
    const wrong = imports.filter((one) => !mayImport(one));
    assert.deepEqual(wrong, []);
  });

  it("belong to concepts that the table knows", () => {
    const known = [...Object.keys(allowed), ...joining, ...everyones];
    assert.deepEqual(concepts.filter((concept) => !known.includes(concept)), []);
  });

  it("have no cycle", () => {
    // The entry of the program loads pipelines, which name the types of its commands.
    for (const concept of concepts) {
      assert(!reach(concept).has(concept), `"${concept}" reaches itself`);
    }
  });

  for (const concept of gateless) {
    it(`lead from ${concept} to no gate`, () => assert(!reach(concept).has("gates")));
  }
});

const library = {
  file: "mod.ts",
  code: withoutComments(readFileSync(join(root, "mod.ts"), "utf8")),
};

describe("standard output and standard error", () => {
  it("are written to by one file", () => {
    const writing = [...all, library].filter(({ code }) =>
      /\bprocess\.std(out|err)\b|\bprocess\[|\bstd(out|err)\b[^"]*from|\bconsole\s*[.[]|\bwriteSync\([12],/
        .test(code)
    );
    assert.deepEqual(writing.map(({ file }) => file), ["src/metrics/standard_stream.ts"]);
  });
});

describe("the runtime", () => {
  it("is known to one file", () => {
    const own = [...all, ...bareSources("scripts"), library];
    const naming = own.filter(({ code }) =>
      /\b(Deno|Bun)\b\s*[.[]|globalThis\.(Deno|Bun)/.test(code)
    );
    assert.deepEqual(naming.map(({ file }) => file), ["src/runtime.ts"]);
  });
});
