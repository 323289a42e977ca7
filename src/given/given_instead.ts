/** What to do with something that was given in the place of something else. */
import { Effect, Schema } from "effect";
import { basename, join } from "node:path";
import { InputError } from "../base/errors.ts";
import { unrollCommand } from "../base/unroll_command.ts";
import { configFile } from "../run/run_directory.ts";
import { directoryKind } from "./directory_kind.ts";
import { fileKind } from "./file_kind.ts";
import { findDirectory } from "./find_directory.ts";
import { shortestConfig } from "./shortest_config.ts";

/** What a command takes. */
const Expected = Schema.Literals([
  "an experiment's config",
  "a sweep's file",
  "a run",
  "a run or a sweep",
]);
export type Expected = typeof Expected.Type;

const Kind = Schema.Literals([
  "an experiment's config",
  "a sweep's file",
  "a run's directory",
  "a sweep's directory",
  "a text",
]);
type Kind = typeof Kind.Type;

/** Something that a command does not take, while another does. */
export class GivenInstead extends InputError.extend<GivenInstead>("GivenInstead")({
  _tag: Schema.tag("GivenInstead"),
  path: Schema.String,
  kind: Kind,
  expected: Expected,
}) {
  override get message(): string {
    const { path, kind, expected } = this;
    return `${path}: This is ${kind}, expected ${expected}${advice[kind](path, expected)}`;
  }
}

/** What to do with each, on lines of their own. */
const advice: Readonly<Record<Kind, (path: string, expected: Expected) => string>> = {
  "an experiment's config": (path, expected) =>
    `${lines(["Train it", unrollCommand("run", path)])}${
      expected === "a sweep's file"
        ? `\nA sweep over it is another file, with "experiment: ${basename(path)}" and a "space"`
        : ""
    }`,
  "a sweep's file": (path) => lines(["Start or resume it", unrollCommand("sweep", path)]),
  "a run's directory": (path) =>
    lines(
      ["Resume it", unrollCommand("resume", path)],
      ["See how it went", unrollCommand("report", path)],
      ["Train its experiment once more", unrollCommand("run", join(path, configFile), "--again")],
    ),
  "a sweep's directory": (path) =>
    lines(
      ["List its trials, each of them a run", unrollCommand("compare", path)],
      ["See how it went", unrollCommand("report", path)],
      ["Resume it by its file", unrollCommand("sweep", "FILE")],
    ),
  "a text": (path) => {
    const { file, yaml } = shortestConfig(path);
    const indented = yaml.replace(/^/gm, "  ");
    return `\nA config, in YAML, says what to train on it; the shortest one:\n\n${indented}\n${
      lines([`Save it as ${file}, then`, unrollCommand("run", file)])
    }`;
  },
};

const lines = (...pairs: readonly (readonly [what: string, command: string])[]): string =>
  pairs.map(([what, command]) => `\n${what}: ${command}`).join("");

/**
 * The error for a path that is something else than expected; undefined where it is not plain what
 * it is, or is what was expected.
 *
 * @param runs folder of run directories, in which a bare name is looked up
 */
export const givenInstead = Effect.fnUntraced(function* (
  path: string,
  expected: Expected,
  runs: string,
): Effect.fn.Return<GivenInstead | undefined> {
  const kind = yield* kindOf(path, runs).pipe(Effect.orElseSucceed(() => undefined));
  if (kind === undefined || taken[expected].includes(kind.kind)) return undefined;
  return new GivenInstead({ ...kind, expected });
});

const taken: Readonly<Record<Expected, readonly Kind[]>> = {
  "an experiment's config": ["an experiment's config"],
  "a sweep's file": ["a sweep's file"],
  "a run": ["a run's directory"],
  "a run or a sweep": ["a run's directory", "a sweep's directory"],
};

const directories = { run: "a run's directory", sweep: "a sweep's directory" } as const;
const files = {
  experiment: "an experiment's config",
  sweep: "a sweep's file",
  text: "a text",
} as const;

const kindOf = Effect.fnUntraced(function* (
  path: string,
  runs: string,
): Effect.fn.Return<Pick<GivenInstead, "path" | "kind"> | undefined, InputError> {
  const file = yield* fileKind(path);
  if (file !== undefined) return { path, kind: files[file] };
  const found = yield* findDirectory(path, { runs, kinds: ["run", "sweep"], whole: true });
  const directory = yield* directoryKind(found);
  return directory && { path: found, kind: directories[directory] };
});
