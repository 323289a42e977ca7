import { nearest } from "../../config/nearest.ts";

/** `, did you mean "…"?` or nothing, for the end of a message. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === undefined ? "" : `, did you mean "${near}"?`;
}
