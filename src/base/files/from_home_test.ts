import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { homedir } from "node:os";
import { join } from "node:path";
import { fromHome } from "./from_home.ts";

describe("fromHome", () => {
  it("takes the user's folder for what a shell would", () => {
    for (const path of ["~/a/*.txt", "$HOME/a/*.txt", "${HOME}/a/*.txt"]) {
      assert.equal(fromHome(path), join(homedir(), "a", "*.txt"));
    }
    assert.equal(fromHome("~"), homedir());
    assert.equal(fromHome("~/[a].txt", () => "/home/[[]me]"), "/home/[[]me]/[a].txt");
  });

  it("leaves everything else as it is", () => {
    for (const path of ["a/~/b", "./~", "~me/a", "$HOMES/a", "$OTHER/a", "", "a~", "-"]) {
      assert.equal(fromHome(path), path);
    }
  });
});
