import { describe, it } from "@std/testing/bdd";
import { Console, Effect } from "effect";
import assert from "node:assert/strict";
import { makeOutput } from "../base/terminal/output.ts";
import { makeScreen } from "../base/terminal/screen.ts";
import { programConsole } from "./program_console.ts";

describe("programConsole", () => {
  it("parts results from messages, and ends each with a line break", () => {
    let out = "";
    let err = "";
    const screen = makeScreen({ write: (text) => err += text }, true);
    const console = programConsole(makeOutput({ write: (text) => out += text }, screen), screen);
    const all = [
      Console.log("one", 2),
      Console.info("\x1b[2J"),
      Console.dir(3),
      Console.error("wrong"),
      Console.warn("odd"),
      Console.time("nothing"),
    ];
    Effect.runSync(
      Effect.scoped(Effect.all(all, { discard: true })).pipe(
        Effect.provideService(Console.Console, console),
      ),
    );
    assert.equal(out, "one 2\n\\u001b[2J\n3\n");
    assert.equal(err, "wrong\nodd\n");
  });
});
