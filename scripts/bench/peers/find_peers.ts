import { Effect } from "effect";
import type { PeerSetting } from "./compare_workload.ts";
import { installPackages } from "./javascript_peers.ts";
import { findPython, noPython } from "./torch_peers.ts";

const say = (message: string) => Effect.sync(() => console.error(message));

/** Which peers this machine has; what is missing is said on standard error, and the others go on. */
export const findPeers: Effect.Effect<PeerSetting> = Effect.gen(function* () {
  const python = yield* findPython;
  if (python === undefined) yield* say(noPython);
  yield* say("JavaScript peers: packages of scripts/bench/peers/package.json, for this only");
  const javascript = yield* installPackages.pipe(
    Effect.as(true),
    Effect.catch((error) => Effect.as(say(error.message), false)),
  );
  return { python, javascript };
});
