import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { experimentJsonSchema } from "./experiment_json_schema.ts";

interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly anyOf?: readonly Node[];
}

describe("experimentJsonSchema", () => {
  it("is what schema.json holds (deno task schema > schema.json)", () => {
    const file = new URL("../../schema.json", import.meta.url);
    assert.equal(readFileSync(file, "utf8"), experimentJsonSchema());
  });

  it("describes every key", () => {
    const missing: string[] = [];
    const visit = (node: Node, path: string) => {
      for (const [key, child] of Object.entries(node.properties ?? {})) {
        if (child.description === undefined) missing.push(`${path}.${key}`);
        visit(child, `${path}.${key}`);
      }
      for (const branch of node.anyOf ?? []) visit(branch, path);
    };
    const schema: Node = JSON.parse(experimentJsonSchema());
    visit(schema, "");
    assert.deepEqual(missing, []);
    assert.equal(schema.properties?.["seed"]?.default, 42);
  });
});
