import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { axis } from "./axis.ts";

const texts = (values: readonly number[], options = {}) =>
  axis("", values, [0, 100], options).ticks.map(({ text }) => text);

describe("axis", () => {
  it("goes from end to end, with round ticks", () => {
    const { place, ticks } = axis("x", [0, 3, 10], [100, 0], { exact: true });
    assert.deepEqual([0, 5, 10].map(place), [100, 50, 0]);
    assert.deepEqual(ticks.map(({ text }) => text), ["0", "2", "4", "6", "8", "10"]);
    assert.deepEqual(ticks.map(({ at }) => Math.round(at)), [100, 80, 60, 40, 20, 0]);
  });

  it("rounds its ends where it may", () => {
    const { place } = axis("y", [0.13, 9.6], [0, 100]);
    assert.deepEqual([place(0), place(10)], [0, 100]);
  });

  it("spreads logarithms, with ticks at powers of ten", () => {
    assert.deepEqual(texts([1e-4, 1e-1], { log: true, exact: true }), [
      "1e-4",
      "0.001",
      "0.01",
      "0.1",
    ]);
    assert.deepEqual(texts([1, 60], { log: true, exact: true }), ["1", "2", "5", "10", "20", "50"]);
    assert.equal(axis("", [1, 100], [0, 100], { log: true }).place(10), 50);
  });

  it("has ticks with as many digits as they need", () => {
    assert.deepEqual(texts([12345, 12350], { exact: true }), [
      "12.345k",
      "12.346k",
      "12.347k",
      "12.348k",
      "12.349k",
      "12.35k",
    ]);
    assert.deepEqual(texts([2.70001, 2.70003], { exact: true, ticks: 2 }), [
      "2.70001",
      "2.70002",
      "2.70003",
    ]);
  });

  it("has an end, whatever numbers a stranger's file holds", () => {
    const numbers = [-1.7e308, -1e-300, 0, 5e-324, 1e-323, 1e-320, 1, 1 + 2e-16, 1e308, 1.7e308];
    for (const least of numbers) {
      for (const greatest of numbers.filter((value) => value >= least)) {
        for (const exact of [true, false]) {
          const log = least > 0;
          const { place, ticks } = axis("", [least, greatest], [0, 100], { exact, log });
          assert(ticks.length > 0 && ticks.length < 50, `${least} to ${greatest}`);
          assert(ticks.every(({ at, text }) => Number.isFinite(at) && text !== "NaN"));
          assert([least, greatest].every((value) => Number.isFinite(place(value))));
        }
      }
    }
  });

  it("has a place for one value, and for none", () => {
    const one = axis("", [5], [0, 100], { exact: true }).place(5);
    assert.equal(one, 50);
    assert(axis("", [], [0, 100]).ticks.length > 1);
    assert.equal(axis("", [0], [0, 100], { exact: true }).place(0), 50);
  });
});
