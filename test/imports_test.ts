import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { root } from "./support/program.ts";
import { type Source, sources } from "./support/sources.ts";

/** Which floors a floor may import from. Everybody may import `base`; a `schema.ts` also `config`. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  base: [],
  kernels: [],
  config: [],
  text: ["kernels"],
  model: ["config", "kernels"],
  compute: ["kernels", "text", "model"],
  run: [],
  training: ["config", "kernels", "compute", "run"],
  experiment: ["kernels", "config", "text", "model", "compute", "run", "training"],
  trainer: ["kernels", "text", "model", "compute", "run", "training", "experiment"],
  use: [
    "kernels",
    "config",
    "text",
    "model",
    "compute",
    "run",
    "training",
    "experiment",
    "trainer",
  ],
  serve: ["config", "text", "use"],
  sweep: ["config", "text", "run", "experiment"],
  given: ["config", "text", "run", "experiment", "sweep"],
  report: ["config", "run", "training", "experiment", "use", "sweep"],
  watch: ["run", "use", "serve", "sweep", "report"],
  doctor: ["kernels", "run", "sweep"],
  init: ["text", "model", "experiment"],
  pipelines: [
    "kernels",
    "config",
    "text",
    "model",
    "compute",
    "run",
    "training",
    "experiment",
    "trainer",
    "use",
    "serve",
    "sweep",
    "given",
    "report",
    "watch",
    "doctor",
    "init",
  ],
  cli: ["config", "text", "compute", "experiment", "sweep", "given", "pipelines"],
};

/** The rooms of a floor, each after those that it may import from; "" are the floor's own files. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  base: ["", "files", "random", "terminal", "html"],
  text: [
    "sources",
    "subwords",
    "corpus",
    "vocabulary",
    "kinds",
    "sentences",
    "earlier",
    "tokenizer",
    "profile",
    "tokens",
    "baseline",
    "batch",
  ],
  model: ["gates", "equations", "cells", "user_gates", ""],
  compute: [
    "optimizer",
    "",
    "reference",
    "units",
    "plan",
    "layer",
    "compile",
    "step",
    "workers",
    "float32",
    "inference",
  ],
  run: ["tensors", ""],
  training: ["schedule", "tensorboard", "metrics", ""],
  experiment: ["fit", "", "tensors", "setup", "parent"],
  trainer: ["loop", "job", ""],
  use: ["sampling", "", "scoring", "generation", "onnx", "page", "insight", "export"],
  serve: ["protocol", "batch", "completions", "scores", ""],
  sweep: [
    "store",
    "space",
    "",
    "records",
    "ledger",
    "samplers",
    "stoppers",
    "definition",
    "trials",
    "results",
  ],
  report: ["plots", "insight", ""],
  watch: ["folder", "page", ""],
  cli: ["commands", ""],
};

/** Rooms that must reach no gate, not even through others. */
const gateless = [
  "config",
  "text/tokens",
  "text/batch",
  "compute/optimizer",
  "run",
  "training",
  "training/metrics",
  "training/schedule",
  "training/tensorboard",
  "sweep/store",
  "sweep/records",
  "sweep/ledger",
  "sweep/samplers",
  "sweep/stoppers",
];

/** The sources of a folder without their comments. */
const bareSources = (folder: string): Source[] =>
  sources(folder).map(({ file, code }) => ({ file, code: withoutComments(code) }));

/** Comments that begin a line, and those that follow code after a space. */
function withoutComments(code: string): string {
  return code.replace(/^\s*\/\*[^]*?\*\//gm, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** Floor and room of a file: `src/text/corpus/csv.ts` is in the room `corpus` of the floor `text`. */
function placeOf(file: string): { readonly floor: string; readonly room: string } {
  const [top, floor = "", ...rest] = file.split("/");
  return top === "src" ? { floor, room: rest.slice(0, -1).join("/") } : { floor: top!, room: "" };
}

/** A room with its floor, `text/corpus`. */
function roomOf(file: string): string {
  const { floor, room } = placeOf(file);
  return room === "" ? floor : `${floor}/${room}`;
}

interface Import {
  readonly file: string;
  readonly target: string;
}

/** The files of this repository that a file imports, statically or when they are needed. */
function targetsOf({ file, code }: Source): string[] {
  const specifiers = code.matchAll(/\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g);
  return [...specifiers].map(([, path]) => normalize(join(file, "..", path!)));
}

/** What a file imports from other rooms. */
const importsOf = (source: Source): Import[] =>
  targetsOf(source).map((target) => ({ file: source.file, target }))
    .filter(({ file, target }) => roomOf(file) !== roomOf(target));

function mayImport({ file, target }: Import): boolean {
  const [from, to] = [placeOf(file), placeOf(target)];
  if (from.floor === to.floor) {
    const order = rooms[from.floor] ?? [];
    return order.indexOf(to.room) >= 0 && order.indexOf(to.room) < order.indexOf(from.room);
  }
  if (to.floor === "base") return true;
  if (to.floor === "config" && file.endsWith("/schema.ts")) return true;
  if (target === "package.json") return file === "src/base/version.ts";
  return allowed[from.floor]?.includes(to.floor) ?? false;
}

/** All code that runs experiments, but for the sources of the kernels, which are another language. */
const all = [...bareSources("src"), ...bareSources("pipelines")]
  .filter(({ file }) => !file.startsWith("src/kernels/assembly/"));
const imports = all.flatMap(importsOf);

/** Everything that a room reaches through imports. */
function reach(room: string, seen: Set<string> = new Set()): Set<string> {
  for (const { file, target } of imports) {
    const to = roomOf(target);
    if (roomOf(file) !== room || seen.has(to)) continue;
    seen.add(to);
    reach(to, seen);
  }
  return seen;
}

/** Files that import each other, as `a.ts > b.ts > a.ts`. */
function circles(): string[] {
  const targets = new Map(all.map((source) => [source.file, targetsOf(source)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" > "));
    if (done.has(file)) return;
    done.add(file);
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}

/** Files that are loaded with a file, itself included: what is imported for its types alone is not. */
function loadedWith(file: string, seen: Set<string> = new Set()): Set<string> {
  seen.add(file);
  const code = all.find((source) => source.file === file)?.code ?? "";
  const imported = code.matchAll(/\b(?:import|export)\s+(?!type\b)[^;"]*"(\.{1,2}\/[^"]+)"/g);
  for (const [, path] of imported) {
    const target = normalize(join(file, "..", path!));
    if (!seen.has(target)) loadedWith(target, seen);
  }
  return seen;
}

const inhabited = [...new Set(all.map(({ file }) => roomOf(file)))];

describe("imports between rooms", () => {
  it("are found", () => {
    assert(imports.length > 200);
    const commands = imports.filter(({ file }) => file === "src/cli/pipelines.ts");
    assert(
      commands.some(({ target }) => target.startsWith("pipelines/")),
      "also those of import()",
    );
  });

  it("point where the tables allow", () => {
    assert.deepEqual(imports.filter((one) => !mayImport(one)), []);
  });

  it("belong to rooms that the tables know, and all of those exist", () => {
    const known = Object.keys(allowed).flatMap((floor) =>
      (rooms[floor] ?? [""]).map((room) => room === "" ? floor : `${floor}/${room}`)
    );
    assert.deepEqual(inhabited.toSorted(), known.toSorted());
  });

  it("have no cycle, neither between rooms nor between files", () => {
    for (const room of inhabited) assert(!reach(room).has(room), `"${room}" reaches itself`);
    assert.deepEqual(circles(), []);
  });

  for (const room of gateless) {
    it(`lead from ${room} to no gate`, () => {
      assert(inhabited.includes(room));
      assert(!reach(room).has("model/gates"));
    });
  }
});

describe("a worker thread", () => {
  it("loads no Effect, which would take longer than all else that it loads", () => {
    const loaded = loadedWith("src/compute/workers/worker.ts");
    assert(loaded.has("src/model/user_gates/user_gate.ts"));
    const effect = all.filter(({ file, code }) =>
      loaded.has(file) && /\bimport\s+(?!type\b)[^;"]*"effect(\/[^"]*)?"/.test(code)
    );
    assert.deepEqual(effect.map(({ file }) => file), []);
  });
});

const library = {
  file: "mod.ts",
  code: withoutComments(readFileSync(join(root, "mod.ts"), "utf8")),
};

describe("what only tests use", () => {
  /** Files that nothing imports: the program, its threads and its pages start with them. */
  const entries = [
    "src/cli/main.ts",
    "src/compute/workers/worker.ts",
    "src/use/page/main.ts",
    "src/watch/page/main.ts",
  ];

  it("is named so, and nothing in src is used by nobody", () => {
    const code = [...all, ...bareSources("scripts"), library];
    const used = new Set([...entries, ...code.flatMap(targetsOf)]);
    assert.deepEqual(all.map(({ file }) => file).filter((file) => !used.has(file)), []);
  });

  it("is imported by tests alone", () => {
    const named = /(^|\/)test_[^/]*\.ts$|_test\.ts$/;
    assert.deepEqual(all.flatMap(targetsOf).filter((file) => named.test(file)), []);
  });
});

describe("standard output and standard error", () => {
  it("are written to by one file", () => {
    const writing = [...all, library].filter(({ code }) =>
      /\bprocess\.std(out|err)\b|\bprocess\[|\bstd(out|err)\b[^"]*from|\bconsole\s*[.[]|\bwriteSync\([12],/
        .test(code)
    );
    assert.deepEqual(writing.map(({ file }) => file), ["src/base/terminal/standard_stream.ts"]);
  });
});

describe("the runtime", () => {
  it("is known to one file", () => {
    const own = [...all, ...bareSources("scripts"), library];
    const naming = own.filter(({ code }) =>
      /\b(Deno|Bun)\b\s*[.[]|globalThis\.(Deno|Bun)/.test(code)
    );
    assert.deepEqual(naming.map(({ file }) => file), ["src/base/runtime.ts"]);
  });
});
