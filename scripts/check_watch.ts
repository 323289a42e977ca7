/** Follows trained runs in Chromium, at the widths of a desktop and of a telephone. */
import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { Deferred, Effect } from "effect";
import { serveWatch } from "../src/watch/server.ts";
import { inBrowser, screenshots, windows } from "./in_browser.ts";

interface Seen {
  readonly faults: readonly string[];
  /** Names of runs, as the list has them. */
  readonly names: readonly string[];
  /** Keys of configs that differ. */
  readonly differing: readonly string[];
  /** The value that a chart tells where the pointer is. */
  readonly pointed: string;
}

/** The name of a run that somebody has copied, full of markup. */
const hostile = `<img src=x onerror="console.log('run')">`;

/** What is wrong with the page of the folder `runs`. */
export const checkWatch = Effect.fnUntraced(
  function* (runs: readonly string[], executable: string) {
    const [first = "", second = ""] = runs;
    const folder = join(first, "..");
    cpSync(second, join(folder, hostile), { recursive: true });
    const names = [first, second].map((run) => basename(run)).concat(hostile).sort();
    const ready = yield* Deferred.make<string>();
    const address = { host: "127.0.0.1", port: 0 };
    yield* Effect.forkScoped(serveWatch(folder, address, (url) => Deferred.succeed(ready, url)));
    const url = yield* Deferred.await(ready);
    const faults: string[] = [];
    for (const { width, dark } of windows) {
      const screenshot = join(screenshots, `watch-${width}-${dark ? "dark" : "light"}.png`);
      const asked = { executable, url, width, dark, screenshot };
      const seen = yield* Effect.promise(() => inBrowser<Seen>("use_watch.mjs", asked));
      console.log(`watch, ${width} pixels, ${dark ? "dark" : "light"}: perplexity ${seen.pointed}`);
      faults.push(
        ...seen.faults,
        ...(`${[...seen.names].sort()}` === `${names}` ? [] : [`runs: ${seen.names}`]),
        ...(seen.differing.includes("model.cell") ? [] : [`differing: ${seen.differing}`]),
      );
    }
    return faults;
  },
);
