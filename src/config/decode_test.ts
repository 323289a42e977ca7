import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { placeFinding } from "./decode.ts";
import { formatMistake } from "./mistake.ts";
import { readYaml } from "./read_yaml.ts";
import { wording } from "./wording.ts";

describe("placeFinding", () => {
  const finding = {
    path: ["cell"],
    what: "value",
    message: wording`First in ${{ line: 2 }}, of ${3}`,
    at: { line: 3, column: 2 },
  } as const;
  const placed = (isFile: boolean) => {
    const source = { order: 0, label: isFile ? "a.yaml" : "--set cell=…", directory: "/", isFile };
    const located = Result.getOrThrow(readYaml("x: 1\ncell: |\n  a\n  b\n  c\n", source));
    return formatMistake(placeFinding(finding, located));
  };

  it("counts lines of a text as its file does", () => {
    assert.equal(placed(true), "a.yaml:5:4: cell: First in line 4, of 3");
  });

  it("counts those of a flag or an object by themselves", () => {
    assert.equal(placed(false), "--set cell=…: cell: First in line 2, of 3");
    assert.equal(
      formatMistake(placeFinding(finding, undefined)),
      "cell: Line 3, column 2: First in line 2, of 3",
    );
  });
});
