import { describe, it } from "@std/testing/bdd";
import { Cause, Effect } from "effect";
import assert from "node:assert/strict";
import process from "node:process";
import { makeScreen, Screen } from "../base/terminal/screen.ts";
import { screenLogger } from "./screen_logger.ts";

/** What a log message becomes on the screen. */
async function shown(message: Effect.Effect<void>): Promise<string> {
  let text = "";
  const screen = makeScreen({ write: (more) => text += more }, true);
  await Effect.runPromise(
    message.pipe(Effect.provide(screenLogger), Effect.provideService(Screen, screen)),
  );
  return text;
}

describe("screenLogger", () => {
  const away = Cause.fail(new Error("connect ECONNREFUSED 127.0.0.1:5432\n    at somewhere"));

  it("names the level where it is not that of a plain message", async () => {
    assert.equal(await shown(Effect.logInfo("Begun")), "Begun\n");
    assert.equal(await shown(Effect.logWarning("Odd", 3)), "Warning: Odd 3\n");
  });

  it("says what a message is about, where several things go on", async () => {
    const about = Effect.annotateLogs("about", "trial 3");
    assert.equal(await shown(about(Effect.logWarning("Odd"))), "trial 3: Warning: Odd\n");
    assert.equal(await shown(about(Effect.logInfo("Begun"))), "trial 3: Begun\n");
  });

  it("shows the first line of a cause, with a message or alone", async () => {
    const line = "connect ECONNREFUSED 127.0.0.1:5432";
    assert.equal(await shown(Effect.logWarning(away)), `Warning: ${line}\n`);
    assert.equal(await shown(Effect.logWarning("Lost", away)), `Warning: Lost: ${line}\n`);
    assert.equal(await shown(Effect.logWarning(Cause.interrupt(1))), "Warning: Interrupted\n");
  });

  it("repeats no password of a cause, and prints no line of nothing", async () => {
    const secret = Cause.die(new Error("at postgres://me:pw@host/x"));
    assert.equal(await shown(Effect.logError(secret)), "Error: at postgres://me:***@host/x\n");
    assert.equal(await shown(Effect.logWarning("")), "");
  });

  it("shows all of a cause where somebody looks for a fault", async () => {
    process.env["UNROLL_DEBUG"] = "1";
    try {
      assert.match(await shown(Effect.logWarning(away)), /ECONNREFUSED[^]*\n +at /);
    } finally {
      delete process.env["UNROLL_DEBUG"];
    }
  });
});
