/** Starts all peers of a workload; those that can't are named on standard error and left out. */
import { Effect, type Scope } from "effect";
import type { RunError } from "../../../src/base/errors.ts";
import type { MeasureOptions } from "../measure.ts";
import { javascriptSystems, startJavaScript } from "./javascript_peers.ts";
import type { Peer } from "./peer_process.ts";
import { say } from "./say.ts";
import { slowBlas, startTorch } from "./torch_peers.ts";

export interface PeerSetting {
  /** A Python that has torch. */
  readonly python: string | undefined;
  /** Whether the packages of the JavaScript peers are there. */
  readonly javascript: boolean;
}

export interface StartedPeer {
  readonly peer: Peer;
  readonly kind: "torch" | "javascript";
  readonly threads: number;
}

/** One after another, since each measures at its start. */
export const startPeers = (
  workload: string,
  folder: string,
  { workers: threadCounts }: MeasureOptions,
  { python, javascript }: PeerSetting,
): Effect.Effect<StartedPeer[], never, Scope.Scope> =>
  Effect.gen(function* () {
    const started: StartedPeer[] = [];
    const leftOut = (name: string) => (error: RunError) =>
      say(`${name} is left out of ${workload}: ${error.message}`);
    if (python !== undefined) {
      for (const threads of threadCounts) {
        yield* startTorch(python, folder, threads).pipe(
          Effect.map((peer) => void started.push({ peer, kind: "torch", threads })),
          Effect.catch(leftOut("PyTorch")),
        );
      }
      const warning = started.map(({ peer }) => slowBlas(peer)).find((text) => text !== undefined);
      if (warning !== undefined) yield* say(warning);
    }
    if (!javascript) return started;
    for (const system of javascriptSystems) {
      if (system.unable.includes(workload)) continue;
      yield* startJavaScript(system, folder, threadCounts).pipe(
        Effect.map(({ peer, threads }) => void started.push({ peer, kind: "javascript", threads })),
        Effect.catch(leftOut(system.name)),
      );
    }
    return started;
  });
