import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { followingUnits } from "./following_units.ts";

const unit = (number: number, ...values: number[]) => ({
  ...{ layer: 0, state: "h", unit: number },
  values: Float64Array.from(values),
});
const feature = (name: string, ...values: number[]) => ({
  name,
  values: Float64Array.from(values),
});

it("names the unit that follows each feature, the closest first, then those that move most", () => {
  const units = [
    unit(0, 0, 0, 0, 0),
    unit(1, 5, -5, 5, -5),
    unit(2, -1, -2, -3, -4.5),
    unit(3, 0.9, 0.1, 1.1, -0.2),
  ];
  const features = [
    feature("rises", 1, 2, 3, 4),
    feature("alternates", 1, 0, 1, 0),
    feature("is its own", 0, 0, 1, 1),
  ];
  const found = followingUnits(units, features, 3).map(({ feature, correlation, unit }) =>
    [feature, correlation?.toFixed(3), unit.unit] as const
  );
  assert.deepEqual(found, [
    ["alternates", "1.000", 1],
    ["rises", "-0.994", 2],
    ["is its own", "-0.870", 2],
  ]);
  const others = followingUnits(units, [], 4).map(({ unit }) => unit.unit);
  assert.deepEqual(others, [1, 2, 3, 0]);
});
