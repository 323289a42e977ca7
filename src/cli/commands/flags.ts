/** Arguments and flags that several commands share. */
import { Effect, Option, Result, type Schema } from "effect";
import { Argument, Flag } from "effect/cli";
import { fromHome } from "../../base/files/from_home.ts";
import { decode } from "../../config/decode.ts";
import { inWords } from "../../config/wording.ts";
import { RefusedValue } from "./refused_value.ts";

/** A typed path; `~` at its beginning counts where the shell left it. An empty one is refused, since it would mean the working directory. */
const typedPath = (option: string, kind: "flag" | "argument") => (value: string) =>
  value !== "" ? Effect.succeed(fromHome(value)) : Effect.fail(
    new RefusedValue({ option, value, expected: 'Expected a path, got ""', kind }),
  );

/** An argument that is a path. */
export const pathArgument = (name: string): Argument.Argument<string> =>
  Argument.mapEffect(Argument.String(name), typedPath(name, "argument"));

/** A flag whose value is a path. */
export const pathFlag = (name: string): Flag.Flag<string> =>
  Flag.mapEffect(Flag.String(name), typedPath(name, "flag"));

/** The config file. */
export const config = pathArgument("CONFIG").pipe(
  Argument.withDescription("Experiment's YAML file, such as configs/small.yaml"),
);

/** What stands before the first `=`, and after it. */
const keyAndValue =
  (option: string) => (typed: string): Effect.Effect<readonly [string, string], RefusedValue> => {
    const at = typed.indexOf("=");
    if (at > 0 && at < typed.length - 1) {
      return Effect.succeed([typed.slice(0, at), typed.slice(at + 1)]);
    }
    const expected = `Expected KEY.PATH=VALUE, got ${JSON.stringify(typed)}`;
    return Effect.fail(new RefusedValue({ option, value: typed, expected, kind: "flag" }));
  };

/** A flag `--NAME a.b=v`, any number of times. */
export const keyValues = (name: string): Flag.Flag<Readonly<Record<string, string>>> =>
  Flag.String(name).pipe(
    Flag.withMetavar("KEY.PATH=VALUE"),
    Flag.mapEffect(keyAndValue(name)),
    Flag.atLeast(1),
    Flag.map((pairs) => Object.fromEntries(pairs)),
    Flag.withDefault({}),
  );

/** `--set a.b=v`, any number of times. */
export const set = keyValues("set").pipe(
  Flag.withDescription("Key of the config and its value in YAML; may be repeated; default none"),
);

/** `--set` of what reads a run: only where its files are now. */
export const setFiles = set.pipe(
  Flag.withDescription(
    "Where a file of the run is now, such as corpus.path=FILE; may be repeated; default where it was",
  ),
);

/** `--workers N` as it was typed. */
export const typedWorkers = Flag.String("workers").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription(
    "Number of threads, or auto; never changes a result; default as in the config",
  ),
);

/** `--workers N`, for what decodes it as a part of the config. */
export const workers = typedWorkers.pipe(optionalFlag);

/** The folder of run directories where none is given. */
export const usualRuns = "runs";

/** `--runs DIR`. */
export const runs = pathFlag("runs").pipe(
  Flag.withMetavar("DIR"),
  Flag.withDescription("Folder of run directories; default runs"),
  Flag.withDefault(usualRuns),
);

/** `--allow-code`. */
export const allowCode = Flag.Boolean("allow-code").pipe(
  Flag.withDescription("Run the TypeScript file of gates that the config names"),
  Flag.withDefault(false),
);

/** `--json`. */
export const json = Flag.Boolean("json").pipe(
  Flag.withDescription("Print JSON"),
  Flag.withDefault(false),
);

/**
 * Decodes what was typed. Messages are those of the config: what is allowed and what was given.
 *
 * @param name name of the flag, for the message
 */
export const decoded =
  <A>(name: string, schema: Schema.Decoder<A>) => (flag: Flag.Flag<unknown>): Flag.Flag<A> =>
    Flag.mapEffect(flag, (value) => {
      const result = decode(schema, value);
      return Result.isSuccess(result) ? Effect.succeed(result.success) : Effect.fail(
        new RefusedValue({
          option: name,
          value: String(value),
          expected: inWords(result.failure[0]?.message ?? "Expected another value"),
          kind: "flag",
        }),
      );
    });

/** Makes a flag undefined if it is not given. */
export function optionalFlag<A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> {
  return Flag.optional(flag).pipe(Flag.map(Option.getOrUndefined));
}
