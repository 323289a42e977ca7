/** Functions with known minima, to test samplers. */
import type { Assignment, Space } from "./space/space.ts";

/** A function of the values of a space, to be minimized. */
export interface TestObjective {
  readonly space: Space;
  readonly minimum: number;
  readonly value: (values: Assignment) => number;
}

const at = (values: Assignment, path: string): number => Number(values[path]);

/** Branin's function of two variables, with three equal minima. */
export const branin: TestObjective = {
  space: [
    { path: "x", domain: { min: -5, max: 10 } },
    { path: "y", domain: { min: 0, max: 15 } },
  ],
  minimum: 0.397887,
  value: (values) => {
    const x = at(values, "x");
    const y = at(values, "y");
    const valley = y - 5.1 / (4 * Math.PI ** 2) * x * x + 5 / Math.PI * x - 6;
    return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
};

const heights = [1, 1.2, 3, 3.2];
const widths = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const centers = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];
const axes = ["x1", "x2", "x3", "x4", "x5", "x6"];

/** Hartmann's function of six variables in 0…1. */
export const hartmann6: TestObjective = {
  space: axes.map((path) => ({ path, domain: { min: 0, max: 1 } })),
  minimum: -3.32237,
  value: (values) =>
    -heights.reduce((sum, height, i) => {
      const distance = axes.reduce(
        (inner, axis, j) => inner + widths[i]![j]! * (at(values, axis) - centers[i]![j]!) ** 2,
        0,
      );
      return sum + height * Math.exp(-distance);
    }, 0),
};
