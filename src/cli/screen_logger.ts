/** Log messages as lines on the screen: standard output is for results. */
import { Effect, Logger } from "effect";
import { Screen } from "../metrics/screen.ts";

const makeScreenLogger = Effect.map(
  Screen,
  (screen) =>
    Logger.make<unknown, void>(({ logLevel, message }) => {
      const text = (Array.isArray(message) ? message : [message]).map(String).join(" ");
      screen.print(logLevel === "Info" ? text : `${levelName(logLevel)}: ${text}`);
    }),
);

const levelName = (level: string): string => level === "Warn" ? "Warning" : level;

/** Replaces the default logger, which writes to standard output. */
export const screenLogger = Logger.layer([makeScreenLogger]);
