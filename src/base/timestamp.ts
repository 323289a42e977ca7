import { DateTime, Effect } from "effect";

/** The time now as a manifest writes it: ISO 8601 in UTC. */
export const timestamp: Effect.Effect<string> = Effect.map(DateTime.now, DateTime.formatIso);
