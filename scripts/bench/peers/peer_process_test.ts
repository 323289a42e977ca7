import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import process from "node:process";
import { startPeer } from "./peer_process.ts";

/** A peer that a shell plays. */
const shell = (script: string) =>
  startPeer({ command: "sh", args: ["-c", script], env: process.env });
const ready = `echo '{"system":"shell","chosen":"none","forms":{}}'`;
const onPosix = process.platform === "win32" ? it.skip : it;

describe("startPeer", () => {
  onPosix("waits for the first answer, then asks", async () => {
    const answer = `[ "$line" = "measure 0.5" ] && echo '{"tokens":30,"seconds":2}'`;
    const script = `echo chatter; ${ready}; while read line; do ${answer} || ${ready}; done`;
    const program = Effect.gen(function* () {
      const peer = yield* shell(script);
      assert.equal(peer.ready.system, "shell");
      assert.deepEqual(yield* peer.check, peer.ready);
      return [yield* peer.measure(0.5), yield* peer.measure(0.5)];
    });
    assert.deepEqual(await Effect.runPromise(Effect.scoped(program)), [15, 15]);
  });

  onPosix("tells what a peer complained about that ended", async () => {
    const failing = Effect.gen(function* () {
      const peer = yield* shell(`${ready}; read line; echo 'out of memory' >&2; exit 3`);
      return yield* Effect.flip(peer.measure(1));
    });
    const { message } = await Effect.runPromise(Effect.scoped(failing));
    assert.equal(message, "A peer ended: sh: out of memory");
  });

  it("tells which program is missing", async () => {
    const missing = startPeer({ command: "no-such-peer", args: [], env: process.env });
    const { message } = await Effect.runPromise(Effect.scoped(Effect.flip(missing)));
    assert.match(message, /^A peer ended: no-such-peer: /);
  });
});
