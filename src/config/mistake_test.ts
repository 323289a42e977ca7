import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { formatMistake, mistakesError } from "./mistake.ts";

const source = (order: number, label: string, isFile = true) => ({
  order,
  label,
  directory: "/",
  isFile,
});

describe("formatMistake", () => {
  it("leaves out what there is not", () => {
    const place = { source: source(0, "a.yaml"), line: 2, column: 3 };
    assert.equal(
      formatMistake({ place, path: ["a", "b"], message: "M" }),
      "a.yaml:2:3: a.b: M",
    );
    assert.equal(
      formatMistake({ place, path: [], message: "M" }),
      "a.yaml:2:3: M",
    );
    assert.equal(
      formatMistake({ place: undefined, path: ["a"], message: "M" }),
      "a: M",
    );
  });

  it("quotes keys that are not one word, so that a mistake stays on one line", () => {
    const path = ["a", "b\nc", "d.e", "f".repeat(70)];
    assert.equal(
      formatMistake({ place: undefined, path, message: "M" }),
      `a."b\\nc"."d.e"."${"f".repeat(60)}…": M`,
    );
  });
});

describe("mistakesError", () => {
  it("orders by file, line and column, flags last, each mistake once", () => {
    const mistake = (
      order: number,
      line: number,
      column: number,
      isFile = true,
    ) => ({
      place: {
        source: source(order, isFile ? `${order}.yaml` : "--set a=1", isFile),
        line,
        column,
      },
      path: [],
      message: "M",
    });
    const mistakes = [
      mistake(2, 1, 1, false),
      mistake(1, 1, 1),
      mistake(0, 10, 1),
      mistake(0, 2, 5),
      mistake(0, 2, 3),
      mistake(0, 2, 3),
    ];
    assert.equal(
      mistakesError(mistakes).message,
      "0.yaml:2:3: M\n0.yaml:2:5: M\n0.yaml:10:1: M\n1.yaml:1:1: M\n--set a=1: M",
    );
  });
});
