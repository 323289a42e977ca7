import { Effect } from "effect";
import { installPackages } from "./javascript_peers.ts";
import { say } from "./say.ts";
import type { PeerSetting } from "./start_peers.ts";
import { findPython, noPython } from "./torch_peers.ts";

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
