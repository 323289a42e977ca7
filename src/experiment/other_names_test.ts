import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { alike } from "../config/nearest.ts";
import { keyPaths } from "../config/schema_tree.ts";
import { namesElsewhere } from "./other_names.ts";
import { Experiment } from "./schema.ts";

describe("namesElsewhere", () => {
  it("lead to keys that an experiment has, each name once", () => {
    const paths = new Set(keyPaths(Experiment.ast).map((path) => path.join(".")));
    const lost = Object.values(namesElsewhere).filter((path) => !paths.has(path));
    assert.deepEqual(lost, []);
    const names = Object.keys(namesElsewhere).map(alike);
    assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
  });

  it("are no keys of the experiment at the same place", () => {
    const top = Object.keys(Experiment.fields);
    assert.deepEqual(Object.keys(namesElsewhere).filter((name) => top.includes(name)), []);
  });
});
