import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { makeScreen } from "./screen.ts";

/** A device that keeps what is written. */
function device(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  return { written, device: columns === undefined ? { isTTY, write } : { isTTY, columns, write } };
}

describe("makeScreen", () => {
  it("takes the live line away before a message and puts it back after", () => {
    const { written, device: terminal } = device(true, 40);
    const screen = makeScreen(terminal, false);
    screen.draw("step 1");
    screen.print("message");
    screen.draw("step 2");
    screen.clear();
    screen.clear();
    screen.print("end");
    assert.deepEqual(written, [
      "\r\x1b[Kstep 1",
      "\r\x1b[Kmessage\nstep 1",
      "\r\x1b[Kstep 2",
      "\r\x1b[K",
      "end\n",
    ]);
  });

  it("writes plain lines only where there is no terminal, or a dumb one", () => {
    for (const [isTTY, dumb] of [[false, false], [true, true]] as const) {
      const { written, device: plain } = device(isTTY);
      const screen = makeScreen(plain, dumb);
      assert.ok(!screen.live);
      screen.draw("step 1");
      screen.print("message");
      screen.clear();
      assert.deepEqual(written, ["message\n"]);
    }
  });

  it("writes control characters of others as escapes, in the live line too", () => {
    const { written, device: terminal } = device(true, 40);
    const screen = makeScreen(terminal, false);
    screen.print(`Bad "\u001b[2J${"x".repeat(5000)}"`);
    assert.match(written[0]!, /^Bad "\\u001b\[2Jx+…\n$/);
    screen.draw("a\u009bb");
    assert.equal(written[1], "\r\x1b[Ka\\u009bb");
  });

  it("goes on where the device refuses, and shows what comes after", () => {
    const { written, device: plain } = device(false);
    let full = true;
    const write = (text: string) => {
      if (full) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      plain.write(text);
    };
    const screen = makeScreen({ write }, false);
    screen.print("lost");
    full = false;
    screen.print("shown");
    assert.deepEqual(written, ["shown\n"]);
  });

  it("asks for the width anew each time, and takes 80 where there is none", () => {
    const { device: terminal } = device(true, 40);
    const changing: { isTTY: boolean; columns: number; write: (text: string) => void } = {
      isTTY: true,
      columns: 40,
      write: () => {},
    };
    const screen = makeScreen(changing, false);
    changing.columns = 100;
    assert.equal(screen.columns(), 100);
    assert.equal(makeScreen({ ...terminal, columns: 0 }, false).columns(), 80);
  });
});
