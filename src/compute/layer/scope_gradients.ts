/** The gradients of a layer as work of one scope sees them. */
import type { Scope, UnitId } from "../units/units.ts";
import type { GradientPlaces } from "./gradient_places.ts";
import type { UnitPlace } from "./unit_place.ts";

export interface ScopeGradients {
  readonly place: (unit: UnitId) => UnitPlace;
  /** Whether something has been written to a gradient: what comes next is added. */
  readonly isStarted: (unit: UnitId) => boolean;
  readonly start: (unit: UnitId) => void;
}

/** Gradients from after the loop are kept apart from those within the loop. */
export const scopeGradients = (
  { of, handed }: GradientPlaces,
): Readonly<Record<Scope, ScopeGradients>> => {
  const started = new Set<UnitId>();
  const startedApart = new Set<UnitId>();
  const within = (scope: Scope): ScopeGradients => {
    const setOf = (unit: UnitId) => scope === "post" && handed.has(unit) ? startedApart : started;
    return {
      place: (unit) => of(unit, scope),
      isStarted: (unit) => setOf(unit).has(unit),
      start: (unit) => void setOf(unit).add(unit),
    };
  };
  return { tokens: within("tokens"), loop: within("loop"), post: within("post") };
};
