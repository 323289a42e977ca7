/** Units whose values go up and down with a feature of the text. */
import type { UnitValues } from "./state_values.ts";
import type { TextFeature } from "./text_features.ts";

export interface FollowingUnit {
  /** Undefined of one that is shown since it moves, whatever it follows. */
  readonly feature?: string;
  /** Pearson's correlation with the feature, −1…1. */
  readonly correlation?: number;
  readonly unit: UnitValues;
}

/** Correlations from which on a unit is said to follow something. */
const least = 0.5;

/**
 * For each feature the unit that follows it most closely, the closest first, and then those that move
 * most.
 *
 * @param most units to name
 */
export function followingUnits(
  units: readonly UnitValues[],
  features: readonly TextFeature[],
  most: number,
): readonly FollowingUnit[] {
  const moved = units.map((unit) => ({ unit, moments: momentsOf(unit.values) }));
  const following = features.flatMap(({ name, values }): FollowingUnit[] => {
    const feature = momentsOf(values);
    let found: FollowingUnit | undefined;
    for (const { unit, moments } of moved) {
      const correlation = correlate(unit.values, moments, values, feature);
      if (Math.abs(correlation) > Math.abs(found?.correlation ?? 0)) {
        found = { feature: name, correlation, unit };
      }
    }
    return found === undefined || Math.abs(found.correlation ?? 0) < least ? [] : [found];
  });
  following.sort((a, b) => Math.abs(b.correlation!) - Math.abs(a.correlation!));
  const named = new Set(following.map(({ unit }) => unit));
  const others = moved.filter(({ unit }) => !named.has(unit))
    .sort((a, b) => b.moments.deviation - a.moments.deviation)
    .map(({ unit }): FollowingUnit => ({ unit }));
  return [...following, ...others].slice(0, most);
}

interface Moments {
  readonly mean: number;
  /** Root of the summed squares around the mean. */
  readonly deviation: number;
}

function momentsOf(values: Float64Array): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares) };
}

/** 0 where one of them never changes. */
function correlate(a: Float64Array, ofA: Moments, b: Float64Array, ofB: Moments): number {
  const scale = ofA.deviation * ofB.deviation;
  if (!(scale > 0)) return 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - ofA.mean) * (b[i]! - ofB.mean);
  return sum / scale;
}
