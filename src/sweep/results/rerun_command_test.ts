import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "@std/testing/bdd";
import { parse } from "yaml";
import { rerunCommand, retryCommand } from "./rerun_command.ts";

describe("rerunCommand", () => {
  it("reads as people would type it", () => {
    assert.equal(
      rerunCommand("configs/small.yaml", { "model.cell": "gru", "training.epochs": 3 }),
      "deno task run configs/small.yaml --set model.cell=gru --set training.epochs=3",
    );
  });

  it("allows the code that the experiment needs", () => {
    assert.equal(
      rerunCommand("gates.yaml", { "model.hidden": 8 }, undefined, true),
      "deno task run gates.yaml --set model.hidden=8 --allow-code",
    );
  });

  it("comes through a shell and YAML as the same values", () => {
    const values = {
      a: "true",
      b: 'it\'s a "b" $HOME `x`',
      c: "1.5",
      d: 1e-7,
      e: false,
      f: "two words",
      g: "",
      h: "null",
      i: "~",
    };
    const words = rerunCommand("my config.yaml", values, "my runs").slice("deno task run ".length);
    const { stdout } = spawnSync("sh", ["-c", `printf '%s\\n' ${words}`], { encoding: "utf8" });
    const [config, ...rest] = stdout.trimEnd().split("\n");
    assert.equal(config, "my config.yaml");
    assert.deepEqual(rest.slice(-2), ["--runs", "my runs"]);
    const set = rest.slice(0, -2).filter((word) => word !== "--set").map((word) => {
      const at = word.indexOf("=");
      return [word.slice(0, at), parse(word.slice(at + 1))];
    });
    assert.deepEqual(Object.fromEntries(set), values);
  });
});

describe("retryCommand", () => {
  it("finds the sweep where it is", () => {
    assert.equal(
      retryCommand("s.yaml", { runs: "my runs", store: "postgres://me@host/db", code: true }),
      "deno task sweep s.yaml --retry failed --runs 'my runs' --store postgres://me@host/db --allow-code",
    );
    assert.equal(
      retryCommand("s.yaml", { runs: undefined, code: false }),
      "deno task sweep s.yaml --retry failed",
    );
  });
});
