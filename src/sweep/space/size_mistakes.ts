/** Limits on a space, so that it can be checked and shown. */
import type { Finding } from "../../config/findings.ts";
import type { Space } from "./space.ts";
import { wrongInSpace as wrong } from "./wrong_in_space.ts";

/** Most parameters, and most listed values of all of them: each is tried before anything runs. */
export const parameterLimit = 100;
const valueLimit = 2000;

/** Reported alone, since finding the others would take long. */
export function sizeMistakes(space: Space): readonly Finding[] {
  if (space.length > parameterLimit) {
    const message = `Expected at most ${parameterLimit} parameters, got ${space.length}`;
    return [wrong([], message)];
  }
  let listed = 0;
  for (const { path, domain } of space) {
    listed += "values" in domain ? domain.values.length : 0;
    if (listed > valueLimit) {
      const message = `Expected at most ${valueLimit} listed values in the whole space, got more`;
      return [wrong([path, "values"], message)];
    }
  }
  return [];
}
