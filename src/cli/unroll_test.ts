import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { Pipelines } from "./commands/commands.ts";
import { run } from "./test_run.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-cli-"));
after(() => rmSync(folder, { recursive: true }));
const config = join(folder, "c.yaml");
writeFileSync(config, "name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru }\n");

describe("unroll", () => {
  it("repeats no password of a store that was given in a wrong place", async () => {
    const url = "postgres://me:pw@host/x";
    for (const args of [["sweep", "s.yaml", url], ["sweep", "s.yaml", "--store", url.slice(9)]]) {
      const { status, err } = await run(...args);
      assert.equal(status, 2);
      assert.match(err, /me:\*\*\*@host/);
      assert(!err.includes("pw"), err);
    }
  });

  it("runs and export hand their flags to the pipelines", async () => {
    const listed = await run("runs", "--runs", "elsewhere");
    const all = { sort: "started", where: {}, trials: false, json: false };
    assert.deepEqual(listed.calls, [["runs", { runs: "elsewhere", ...all }]]);
    const wanted = await run("runs", "--where", "name=a*", "--where", "status=failed", "--trials");
    const where = { name: "a*", status: "failed" };
    assert.deepEqual(wanted.calls, [["runs", { ...all, runs: "runs", where, trials: true }]]);
    const exported = await run("export", "r", "--format", "json", "--output", "w.json");
    const options = { run: "r", format: "json", output: "w.json", set: {}, allowCode: false };
    assert.deepEqual(exported.calls, [["export", options]]);
    assert.equal((await run("export", "r", "--format", "docx")).status, 2);
  });

  it("compare and report hand their arguments to the pipelines", async () => {
    const compared = await run("compare", "a", "b", "--json");
    const given = { targets: ["a", "b"], store: undefined, output: undefined, json: true };
    assert.deepEqual(compared.calls, [["compare", given]]);
    assert.equal((await run("compare")).status, 2);
    const reported = await run("report", "a", "--store", "b.sqlite", "--output", "page.html");
    const store = { kind: "sqlite", file: "b.sqlite", shown: "b.sqlite" };
    const options = { store, output: "page.html", text: undefined, set: {}, allowCode: false };
    assert.deepEqual(reported.calls, [["report", { target: "a", ...options }]]);
  });

  it("run hands the resolved experiment and its flags to the pipeline", async () => {
    const { status, calls } = await run(
      ...["run", config, "--set", "model.hidden=7", "--set", "seed=9", "--workers", "2"],
      ...["--runs", "elsewhere", "--again", "--json"],
    );
    assert.equal(status, 0);
    const [name, options] = calls[0]!;
    const { experiment, runs, again, json } = options as Parameters<Pipelines["train"]>[0];
    assert.deepEqual([name, runs, again, json], ["train", "elsewhere", true, true]);
    assert.deepEqual(
      [experiment.model.hidden, experiment.seed, experiment.engine.workers],
      [7, 9, 2],
    );
  });

  it("check prints a config that is YAML, its plan in comments", async () => {
    const { status, out } = await run("check", config);
    assert.equal(status, 0);
    assert.match(out, /^name: a\n/);
    assert.match(out, /\n# first\n#\n# second$/);
  });

  it("check --gradient is another pipeline", async () => {
    const { status, calls, out } = await run("check", config, "--gradient");
    assert.deepEqual([status, calls.map(([name]) => name), out], [0, ["check --gradient"], ""]);
  });

  it("resume and evaluate have their flags", async () => {
    assert.deepEqual((await run("resume", "runs/a", "--workers", "3", "--allow-code")).calls, [
      ["resume", { run: "runs/a", set: {}, workers: 3, json: false, allowCode: true }],
    ]);
    assert.deepEqual((await run("evaluate", "runs/a", "--split", "valid")).calls, [
      [
        "evaluate",
        {
          run: "runs/a",
          split: "valid",
          text: undefined,
          format: undefined,
          set: {},
          json: false,
          allowCode: false,
        },
      ],
    ]);
  });

  it("evaluate takes a format in the config's words, or says which there are", async () => {
    const { calls } = await run("evaluate", "r", "--text", "t.csv", "--format", "csv=body");
    const [, options] = calls[0]!;
    assert.deepEqual((options as { format: unknown }).format, { csv: "body", delimiter: "," });
    const wrong = await run("evaluate", "r", "--text", "t.csv", "--format", "csv");
    assert.deepEqual([wrong.status, wrong.calls], [2, []]);
    assert.match(wrong.err, /^--format: Expected text, lines, csv=COLUMN, .*, got "csv"\nTry/);
  });

  it("finds runs and sweeps by their names, for every command that takes them", async () => {
    const runs = join(folder, "runs");
    for (const file of ["a-00000000/manifest.json", "sweep-s/ledger.sqlite"]) {
      mkdirSync(join(runs, file, ".."), { recursive: true });
      writeFileSync(join(runs, file), "");
    }
    const directory = join(runs, "a-00000000");
    for (const command of ["resume", "evaluate", "reproduce", "export", "report"]) {
      const { calls } = await run(command, "a", "--runs", runs);
      const { run: found, target } = calls[0]![1] as { run?: string; target?: string };
      assert.equal(found ?? target, directory, command);
    }
    const { calls } = await run("compare", "a-0", "s", "--runs", runs);
    const targets = [directory, join(runs, "sweep-s")];
    assert.deepEqual((calls[0]![1] as { targets: unknown }).targets, targets);
  });

  it("names the command that takes what was given", async () => {
    const text = join(folder, "text.txt");
    writeFileSync(text, "It was a dark and stormy night.\n");
    for (const command of ["run", "check"]) {
      const { status, err, calls } = await run(command, text);
      assert.deepEqual([status, calls], [2, []]);
      assert.match(err, /: This is a text, expected an experiment's config\n/);
    }
  });

  it("ends 1 when a run failed, saying only why", async () => {
    const { status, err, out } = await run("generate", "runs/a");
    assert.deepEqual([status, err, out], [1, 'Cannot write "x": it is full', ""]);
  });

  it("ends 2 for a wrong config", async () => {
    const { status, err, calls } = await run("run", config, "--set", "model.hiden=7");
    assert.equal(status, 2);
    assert.equal(err, '--set model.hiden=7: model.hiden: Unknown key, did you mean "hidden"?');
    assert.deepEqual(calls, []);
  });

  it("resume, evaluate, reproduce, generate and export are told where a run's files are now", async () => {
    const set = { "corpus.path": "a=b.txt" };
    for (const command of ["resume", "evaluate", "reproduce", "export"]) {
      const { calls } = await run(command, "runs/a", "--set", "corpus.path=a=b.txt");
      assert.deepEqual(calls.map(([, options]) => (options as { set: unknown }).set), [set]);
    }
    assert.equal((await run("generate", "runs/a", "--set", "gates=g.ts")).status, 1);
  });

  it("takes no empty path, which would stand for the working directory", async () => {
    const typed: readonly (readonly string[])[] = [
      ...["run", "check", "resume", "evaluate", "generate", "reproduce", "report", "export"]
        .map((command) => [command, ""]),
      ["compare", "a", ""],
      ["sweep", ""],
      ["run", config, "--runs", ""],
      ["runs", "--runs", ""],
      ["sweep", "s.yaml", "--runs", ""],
      ["worker", "--store", "s.sqlite", "--runs", ""],
      ["evaluate", "a", "--text", ""],
      ["report", "a", "--output", ""],
      ["export", "a", "--output", ""],
    ];
    for (const args of typed) {
      const { status, err, calls } = await run(...args);
      assert.deepEqual([status, calls], [2, []], args.join(" "));
      assert.match(err, /^(--\w+|[A-Z]+): Expected a path, got ""\nTry --help$/, args.join(" "));
    }
  });

  const wrong: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [["run"], /^Missing required argument: CONFIG\nTry --help$/],
    [["rnu", config], /Unknown subcommand "rnu"[^]*run/],
    [["run", config, "--wokers", "2"], /Unrecognized flag: --wokers/],
    [["run", config, "--set", "seed"], /^--set: Expected KEY\.PATH=VALUE, got "seed"/],
    [["run", config, "--set", "seed="], /^--set: Expected KEY\.PATH=VALUE, got "seed="/],
    [["run", config, "--set", "=1"], /^--set: Expected KEY\.PATH=VALUE, got "=1"/],
    [["run", config, "more"], /more/],
    [
      ["resume", "a", "--workers", "0"],
      /^--workers: Expected a whole number from 1 to 256 or "auto", got 0/,
    ],
    [
      ["evaluate", "a", "--split", "tset"],
      /^--split: Expected "train" or "valid" or "test", got "tset"/,
    ],
    [["generate", "a", "--top-p", "0"], /^--top-p: Expected a number above 0 and up to 1, got 0/],
    [["generate", "a", "--tokens", "1.5"], /^--tokens: Expected a whole number, got "1.5"/],
    [["generate", "a", "--tokens", "abc"], /^--tokens: Expected a number, got "abc"/],
    [["generate", "a", "--tokens"], /^--tokens: Expected N, got nothing/],
    [[], /USAGE/],
  ];
  for (const [args, says] of wrong) {
    it(`ends 2 for: unroll ${args.join(" ").replace(config, "c.yaml")}`, async () => {
      const { status, err, out, calls } = await run(...args);
      assert.equal(status, 2);
      assert.match(err, says);
      assert.deepEqual([out, calls], ["", []]);
    });
  }

  it("shows messages from the level on that --log-level names", async () => {
    assert.deepEqual((await run("runs")).logged, ["runs"]);
    for (const flags of [["--log-level", "warn"], ["--quiet"], ["-q", "--log-level", "error"]]) {
      const { status, logged, calls } = await run("runs", ...flags);
      assert.deepEqual([status, logged, calls.length], [0, [], 1], flags.join(" "));
    }
    assert.deepEqual((await run("--quiet", "runs", "--log-level", "all")).logged, []);
  });

  it("prints help, version and completions on standard output", async () => {
    const cases: readonly (readonly [args: readonly string[], holds: RegExp])[] = [
      [["--help"], /^ {2}deno task <subcommand>/m],
      [["run", "--help"], /^ {2}deno task run \[flags\] <CONFIG>/m],
      [["--version"], /^unroll v\d/],
      [["--completions", "bash"], /unroll/],
    ];
    for (const [args, holds] of cases) {
      const { status, out, err } = await run(...args);
      assert.deepEqual([status, err], [0, ""]);
      assert.match(out, holds);
    }
  });
});
