/** `--quiet` and `--log-level`: which messages are shown. Results are always printed. */
import { Context, Effect, Layer, LogLevel, References } from "effect";
import { Flag, GlobalFlag } from "effect/cli";
import { Screen } from "../base/terminal/screen.ts";

/** The least important messages that are shown. */
const logLevel = GlobalFlag.Setting("log-level")({
  flag: Flag.ChoiceWithValue("log-level", [
    ["all", "All"],
    ["debug", "Debug"],
    ["info", "Info"],
    ["warn", "Warn"],
    ["error", "Error"],
    ["none", "None"],
  ]).pipe(
    Flag.withDescription("Least important messages to show; default info"),
    Flag.withDefault("Info"),
  ),
});

const quiet = GlobalFlag.Setting("quiet")({
  flag: Flag.Boolean("quiet").pipe(
    Flag.withAlias("q"),
    Flag.withDescription("Show results, warnings and errors only, as --log-level warn does"),
    Flag.withDefault(false),
  ),
});

/** The flags, which every command takes. */
export const messageFlags = [quiet, logLevel] as const;

/**
 * What the flags ask for. Progress is as important as plain messages: where those are not shown,
 * there is no live line either.
 */
export const messageLevel = Layer.effectContext(Effect.gen(function* () {
  const asked = yield* logLevel;
  const level = (yield* quiet) && LogLevel.isLessThan(asked, "Warn") ? "Warn" : asked;
  const screen = yield* Screen;
  const isShown = LogLevel.isLessThanOrEqualTo(level, "Info");
  return Context.make(References.MinimumLogLevel, level).pipe(
    Context.add(Screen, isShown ? screen : { ...screen, live: false, draw: () => {} }),
  );
}));
