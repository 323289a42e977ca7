/** Log messages as lines on the screen: standard output is for results. */
import { Cause, Effect, Logger, References } from "effect";
import process from "node:process";
import { Screen } from "../base/terminal/screen.ts";
import { describeError } from "./describe_error.ts";

const makeScreenLogger = Effect.map(
  Screen,
  (screen) =>
    Logger.make<unknown, void>(({ logLevel, message, cause, fiber }) => {
      const said = (Array.isArray(message) ? message : [message]).map(String).filter((word) =>
        word !== ""
      );
      const text = [said.join(" "), ...causeOf(cause)].filter((part) => part !== "").join(": ");
      if (text === "") return;
      const line = logLevel === "Info" ? text : `${levelName(logLevel)}: ${text}`;
      // What a message is about where several things go on at once: a trial of a sweep.
      const { about } = fiber.getRef(References.CurrentLogAnnotations);
      screen.print(typeof about === "string" ? `${about}: ${line}` : line);
    }),
);

/** The first line of what led to a message; all of it where somebody looks for a fault. */
function causeOf(cause: Cause.Cause<unknown>): string[] {
  if (cause.reasons.length === 0) return [];
  if (isDebugging()) return [Cause.pretty(cause)];
  if (Cause.hasInterruptsOnly(cause)) return ["Interrupted"];
  return [describeError(Cause.squash(cause)).split("\n")[0]!];
}

/** Whether `UNROLL_DEBUG=1` asks for where an error comes from. */
export const isDebugging = (): boolean => process.env["UNROLL_DEBUG"] === "1";

const levelName = (level: string): string => level === "Warn" ? "Warning" : level;

/** Replaces the default logger, which writes to standard output. */
export const screenLogger = Logger.layer([makeScreenLogger]);
