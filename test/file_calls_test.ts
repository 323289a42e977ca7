/** Every call of node:fs that can throw is made where that becomes one of the program's messages. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/program.ts";
import { type Source, sources } from "./support/sources.ts";

/** What turns a thrown error into a failure of an effect. */
const wrappers =
  /\b(?:tryRead|tryWrite|tryWriteGiven|Effect\s*\.try(?:Promise)?|attempt|Stream\.fromAsyncIterable)(?:<.*>)?$/;

/** Code whose errors nobody waits for: thrown there they are defects. */
const effects = /(?:\bEffect\.\w+|\bStream\.\w+|\bLayer\.\w+|function\*\s*)$/;

/** Unroll's own files, without which there is no program. */
const ownFiles = ["src/kernels/module_bytes.ts: moduleBytes"];

/** The code with comments, texts and patterns made blank, its length and its brackets as they are. */
function bare(code: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  const literals =
    /\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[(,=:[!&|?]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/[a-z]*/g;
  return code.replace(literals, blank);
}

/** Opening brackets around a place with what stands before each, from the inside out. */
function* around(code: string, place: number): Generator<{ before: string; bracket: string }> {
  let closed = 0;
  for (let at = place - 1; at >= 0; at--) {
    const sign = code[at]!;
    if (")}]".includes(sign)) closed++;
    else if ("({[".includes(sign) && closed-- === 0) {
      closed = 0;
      yield { before: code.slice(Math.max(0, at - 400), at).trimEnd(), bracket: sign };
    }
  }
}

/** The function of the module that a place is in. */
function functionAt(code: string, place: number): string {
  const heads = code.slice(0, place).matchAll(
    /^(?:export )?(?:async )?(?:function\*? |const |class )(\w+)/gm,
  );
  return [...heads].at(-1)?.[1] ?? "the module";
}

/** What becomes of an error thrown at a place. */
function fate({ code }: Source, place: number): "caught" | "thrown on" | "a defect" {
  for (const { before, bracket } of around(code, place)) {
    if (bracket === "(" && wrappers.test(before)) return "caught";
    if (bracket === "{" && /\btry$/.test(before)) return "caught";
    if (bracket === "(" && effects.test(before)) return "a defect";
    if (bracket === "{" && /function\*\s*\([^;=]*\)[^;{}=]*$/.test(before)) {
      return "a defect";
    }
  }
  return "thrown on";
}

const all = ["src", "pipelines"].flatMap((folder) =>
  sources(folder).map(({ file, code }): Source => ({ file, code: bare(code) }))
);

/** Names that a source imports from a module. */
function imported({ file }: Source, module: RegExp): string[] {
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/import (?:type )?(?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)"/g)]
    .filter(([whole, , , from]) => !whole.startsWith("import type") && module.test(from!))
    .flatMap(([, star, names]) =>
      star !== undefined
        ? [`${star}\\.\\w+`]
        : names!.split(",").map((name) => name.trim()).filter((name) =>
          name !== "" && !name.startsWith("type ")
        )
    );
}

const callsOf = ({ code }: Source, name: string): number[] =>
  [...code.matchAll(new RegExp(`(?<![\\w.]|function\\*? )${name}\\(`, "g"))].map(({ index }) =>
    index
  );

/** Defects, as `file: function`; functions that throw are followed to where they are called. */
function defects(): string[] {
  const found = new Set<string>();
  const throwing = new Map<string, Source>();
  const look = (source: Source, name: string) => {
    for (const place of callsOf(source, name)) {
      const inside = functionAt(source.code, place);
      const where = `${source.file}: ${inside}`;
      const what = fate(source, place);
      if (what === "a defect" && !ownFiles.includes(where)) found.add(where);
      if (what === "thrown on") throwing.set(where, source);
    }
  };
  for (const source of all) {
    for (const name of imported(source, /^node:fs(?:\/promises)?$/)) look(source, name);
  }
  const seen = new Set<string>();
  for (const [where] of throwing) {
    if (seen.has(where) || ownFiles.includes(where)) continue;
    seen.add(where);
    const name = where.split(": ")[1]!;
    const file = where.split(": ")[0]!;
    const own = new RegExp(`/${file.split("/").at(-1)!.replace(".", "\\.")}$`);
    for (const source of all) {
      if (source.file === file || imported(source, own).includes(name)) look(source, name);
    }
  }
  return [...found];
}

describe("calls of the file system", () => {
  it("are told apart: what is caught, what is thrown on, what would be a defect", () => {
    const fates = (code: string) =>
      callsOf({ file: "", code: bare(code) }, "fs\\.\\w+").map((place) =>
        fate({ file: "", code: bare(code) }, place)
      );
    assert.deepEqual(fates("const a = () => tryRead(p, () => fs.statSync(p));"), ["caught"]);
    assert.deepEqual(fates("function a() {\n  try {\n    fs.statSync(p);\n  } catch {}\n}"), [
      "caught",
    ]);
    assert.deepEqual(fates("function a() {\n  return fs.statSync(p);\n}"), ["thrown on"]);
    assert.deepEqual(
      fates("const a = Effect.gen(function* () {\n  if (x) {\n    fs.statSync(p);\n  }\n});"),
      ["a defect"],
    );
    assert.deepEqual(
      fates(
        "const a = Effect.fnUntraced(function* (\n  p: string,\n): Effect.fn.Return<void, E> {\n" +
          "  fs.statSync(p);\n});",
      ),
      ["a defect"],
    );
    assert.deepEqual(fates("const a = Effect.sync(() => fs.rmSync(p));"), ["a defect"]);
  });

  it("become messages, all of them", () => {
    const reading = all.filter((source) => imported(source, /^node:fs/).length > 0);
    assert.ok(reading.length > 10);
    assert.deepEqual(defects(), []);
  });

  it("ask in one place whether something is there", () => {
    const asking = all.filter(({ code }) => /\bexistsSync\b/.test(code));
    assert.deepEqual(asking.map(({ file }) => file), []);
  });
});
