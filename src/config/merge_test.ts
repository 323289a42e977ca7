import { describe, it } from "@std/testing/bdd";
import { Effect, Result, Schema } from "effect";
import assert from "node:assert/strict";
import { alternatives } from "./alternatives.ts";
import { toPlain } from "./located.ts";
import { merge } from "./merge.ts";
import { readYaml } from "./read_yaml.ts";

const source = { order: 0, label: "a.yaml", directory: "/", isFile: true };
const a = Schema.Literal("a").pipe(
  Schema.withDecodingDefaultKey(Effect.succeed("a" as const)),
);

const schema = Schema.Struct({
  list: Schema.Array(Schema.Number),
  kinds: Schema.Union([
    Schema.Struct({ kind: a, size: Schema.Number, only: Schema.Number }),
    Schema.Struct({ kind: Schema.Literal("b"), size: Schema.Number }),
  ]),
  clip: Schema.Union([
    Schema.Struct({ norm: Schema.Number, x: Schema.Number }),
    Schema.Struct({ value: Schema.Number, x: Schema.Number }),
  ]),
  free: Schema.Record(
    Schema.String,
    Schema.Struct({ p: Schema.Number, q: Schema.Number }),
  ),
  from: Schema.Struct({
    npm: Schema.String,
    files: Schema.String,
    path: Schema.String,
  })
    .annotate(alternatives(["npm", "files"], ["path"])),
});

function merged(base: string, over: string): unknown {
  const [lower, upper] = [base, over].map((text) => readYaml(text, source));
  assert.ok(
    lower && upper && Result.isSuccess(lower) && Result.isSuccess(upper),
  );
  return toPlain(merge(lower.success, upper.success, schema.ast));
}

describe("merge", () => {
  const cases: readonly (readonly [
    name: string,
    base: string,
    over: string,
    result: unknown,
  ])[] = [
    ["lists are replaced", "list: [1, 2]", "list: [3]", { list: [3] }],
    [
      "free maps are merged",
      "free: { m: { p: 1, q: 2 } }",
      "free: { m: { q: 3 }, n: { p: 4 } }",
      {
        free: { m: { p: 1, q: 3 }, n: { p: 4 } },
      },
    ],
    [
      "the same kind is merged",
      "kinds: { kind: b, size: 1 }",
      "kinds: { kind: b }",
      {
        kinds: { kind: "b", size: 1 },
      },
    ],
    [
      "no kind is merged",
      "kinds: { kind: b, size: 1 }",
      "kinds: { size: 2 }",
      {
        kinds: { kind: "b", size: 2 },
      },
    ],
    [
      "another kind keeps what both have",
      "kinds: { kind: b, size: 1 }",
      "kinds: { kind: a }",
      {
        kinds: { kind: "a", size: 1 },
      },
    ],
    ["the default kind counts", "kinds: { only: 1 }", "kinds: { kind: a }", {
      kinds: { only: 1, kind: "a" },
    }],
    [
      "another kind than the default drops what it lacks",
      "kinds: { only: 1, size: 2 }",
      "kinds: { kind: b }",
      {
        kinds: { size: 2, kind: "b" },
      },
    ],
    [
      "another branch keeps what both have",
      "clip: { norm: 1, x: 1 }",
      "clip: { value: 2 }",
      {
        clip: { x: 1, value: 2 },
      },
    ],
    [
      "what another kind says itself wins",
      "kinds: { kind: b, size: 1 }",
      "kinds: { kind: a, size: 3, only: 2 }",
      {
        kinds: { kind: "a", size: 3, only: 2 },
      },
    ],
    [
      "a kind that there is not keeps all, for its mistake",
      "kinds: { kind: b, size: 1 }",
      "kinds: { kind: c }",
      {
        kinds: { kind: "c", size: 1 },
      },
    ],
    [
      "keys of both branches are merged",
      "clip: { value: 1 }",
      "clip: { value: 2, x: 3 }",
      {
        clip: { value: 2, x: 3 },
      },
    ],
    [
      "keys that both branches have are of the one below",
      "clip: { value: 1 }",
      "clip: { x: 3 }",
      {
        clip: { value: 1, x: 3 },
      },
    ],
    ["a scalar replaces a map", "clip: { norm: 1 }", "clip: none", {
      clip: "none",
    }],
    [
      "alternatives are dropped",
      "from: { npm: p, files: f }",
      "from: { path: t }",
      {
        from: { path: "t" },
      },
    ],
    [
      "one alternative is merged",
      "from: { npm: p, files: f }",
      "from: { files: g }",
      {
        from: { npm: "p", files: "g" },
      },
    ],
  ];
  for (const [name, base, over, result] of cases) {
    it(name, () => assert.deepEqual(merged(base, over), result));
  }
});
