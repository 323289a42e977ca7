/** What commands print with `--json` is what docs/json.md says, field by field. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "./support/command_line.ts";
import { root } from "./support/program.ts";
import { sweepFolder } from "./support/sweep_files.ts";

interface Field {
  readonly types: readonly string[];
  readonly optional: boolean;
}

/** The fields of each section, in the order of the document. */
const sections = new Map(
  readFileSync(join(root, "docs/json.md"), "utf8").split(/^## /m).slice(1).map((section) => {
    const rows = section.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm);
    const fields = Array.from(rows, ([, path, type]): readonly [string, Field] => [path!, {
      types: type!.trim().replace(", optional", "").split(" or "),
      optional: type!.includes(", optional"),
    }]);
    return [section.split("\n")[0]!, new Map(fields)];
  }),
);

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "list" : typeof value;

/** In the table of events, a field is written behind its event. */
const eventNames = new Set([...sections.get("sweep")!.keys()].map((path) => path.split(".")[0]!));

/** Every field of a value, with its type, as the document names them. */
function* fieldsOf(
  value: unknown,
  documented: ReadonlyMap<string, Field>,
  path = "",
): Generator<readonly [path: string, type: string]> {
  const types = documented.get(path)?.types;
  const isMap = types?.includes("map") && typeOf(value) === "object";
  const isNamed = path !== "" && !path.endsWith("[]") && !eventNames.has(path);
  if (isNamed) yield [path, isMap ? "map" : typeOf(value)];
  if (isMap || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (typeof entry === "object") yield* fieldsOf(entry, documented, `${path}[]`);
    }
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    yield* fieldsOf(inner, documented, path === "" ? key : `${path}.${key}`);
  }
}

/** Checks that values have the fields of a section, and that each of these is seen. */
function agree(name: string, values: readonly unknown[], unseen: RegExp = /^$/): void {
  const documented = sections.get(name)!;
  assert(documented.size > 0, name);
  const seen = values.map((value) => [...fieldsOf(value, documented)]);
  for (const [path, type] of seen.flat()) {
    assert(documented.get(path)?.types.includes(type), `${name}: ${path} is a ${type}`);
  }
  const paths = new Set(seen.flat().map(([path]) => path));
  const missing = [...documented].filter(([path, { optional }]) =>
    !optional && !paths.has(path) && !unseen.test(path)
  );
  assert.deepEqual(missing.map(([path]) => path), [], name);
}

const folder = sweepFolder(
  "search: { kind: random, trials: 8, seed: 3 }\n" +
    "space:\n  model.hidden: { min: 2, max: 32, step: 2 }\n" +
    "  training.optimizer.learningRate: { min: 1e-4, max: 1e-1, scale: log }\n" +
    "stop: { kind: asha, reduction: 3, grace: 1 epoch }\n",
  3,
);
const runs = join(folder, "runs");

async function printed(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await commandLine(...args, "--json");
  assert.equal(status, 0, stderr);
  return stdout;
}
const lines = async (...args: string[]): Promise<readonly unknown[]> =>
  (await printed(...args)).trim().split("\n").map((line) => JSON.parse(line));
const document = async (...args: string[]): Promise<unknown> => JSON.parse(await printed(...args));

describe("--json", () => {
  let trained: { readonly run: string };
  let events: readonly { readonly event: string }[];
  before(async () => {
    const config = join(folder, "tiny.yaml");
    trained = JSON.parse(await printed("run", config, "--runs", runs, "--workers", "1"));
    const sweep = ["sweep", join(folder, "search.yaml"), "--runs", runs, "--parallel", "1"];
    events = await lines(...sweep) as typeof events;
  });

  it("of run and resume", async () => {
    agree("run, resume", [trained]);
    assert.deepEqual(await document("resume", trained.run), trained);
  });

  it("of evaluate", async () => {
    agree("evaluate", [await document("evaluate", trained.run)]);
    agree("evaluate", [await document("evaluate", trained.run, "--split", "valid")]);
  });

  it("of generate", async () => {
    const made = await lines("generate", trained.run, "--samples", "2", "--tokens", "3");
    assert.equal(made.length, 2);
    agree("generate", made);
  });

  it("of score", async () => {
    const table = join(folder, "table.tsv");
    writeFileSync(table, "1\tThe cat sat, zyx.\n2\t***\n");
    agree("score", await lines("score", trained.run, table, "--column", "2", "--tokens"));
  });

  it("of reproduce", async () => agree("reproduce", [await document("reproduce", trained.run)]));

  it("of runs, folded or not", async () => {
    const folded = await document("runs", "--runs", runs) as readonly object[];
    assert.deepEqual(folded.map((entry) => "trials" in entry), [false, true]);
    agree("runs", [folded]);
    agree("runs", [await document("runs", "--runs", runs, "--trials")]);
  });

  it("of compare", async () => {
    const { trials: [best] } = JSON.parse(await printed("compare", join(runs, "sweep-search")));
    agree("compare, of runs", [await document("compare", trained.run, best.runs[0])]);
    // All trials are computed alike here.
    const sweep = await document("compare", join(runs, "sweep-search"));
    agree("compare, of a sweep", [sweep], /^differences\[\]/);
  });

  it("of sweep", () => {
    const seen = new Set([...events.map(({ event }) => event), "failed"]);
    assert.deepEqual(seen, eventNames);
    // The trials at the end are as in compare.
    const plain = events.map((event) => ({
      [event.event]: "trials" in event ? { ...event, trials: [] } : event,
    }));
    agree("sweep", plain, /^failed/);
    const { trials } = events.at(-1) as unknown as { readonly trials: readonly unknown[] };
    agree("compare, of a sweep", [{ trials }], /^(?!trials)/);
  });
});
