/**
 * Trains small models, exports them as pages and uses these in Chromium, at the widths of a desktop
 * and of a telephone: texts, speed, console, network, accessibility. Then follows the runs in the page
 * of `watch`. Screenshots are written beside.
 *
 *   deno task browser            ends with 1 where anything is wrong
 *   deno task browser RUN…       looks at pages of these runs instead
 */
import "../src/base/prevent_async_resources.ts"; // before Effect, as the program itself does
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { Effect, References } from "effect";
import { generateText, train } from "../mod.ts";
import { checkWatch } from "./check_watch.ts";
import { findBrowser, inBrowser, screenshots, windows } from "./in_browser.ts";
import { exportRun } from "../pipelines/export.ts";
import { makeScreen, Screen } from "../src/base/terminal/screen.ts";

type Seen =
  & { readonly faults: readonly string[] }
  & Readonly<
    Record<
      | "greedy"
      | "sampled"
      | "another"
      | "takenBack"
      | "taken"
      | "speed"
      | "summary"
      | "about",
      string
    >
  >;

const sentences = ["The cat sleeps on the mat.", "A dog (the old one) doesn't!", "Who sees it?"];

/** A run of words and one of characters. */
const trainRuns = (folder: string) => {
  writeFileSync(join(folder, "text.txt"), `${sentences.join("\n")}\n`.repeat(60));
  const settings = {
    corpus: { path: join(folder, "text.txt"), split: { valid: 0, test: 0 } },
    training: { epochs: 4, optimizer: { kind: "adam", learningRate: 0.02 } },
    engine: { workers: 1, gemm: "wasm" },
  };
  const words = { ...settings, name: "words", model: { cell: "gru", embedding: 16, hidden: 16 } };
  const characters = {
    ...settings,
    name: "characters",
    tokenizer: { kind: "char" },
    batch: { kind: "contiguous", size: 4, length: 20 },
    model: { cell: "lstm", embedding: 8, hidden: 24, layers: 2 },
  };
  return Effect.forEach(
    [words, characters],
    (experiment) => Effect.map(train(experiment, { runs: folder }), ({ directory }) => directory),
  );
};

/** What is wrong with the page of a run. */
const checkRun = Effect.fnUntraced(function* (run: string, folder: string, executable: string) {
  const name = basename(run);
  const file = yield* exportRun({ run, format: "page", output: join(folder, `${name}.html`) });
  const prompt = "The cat", tokens = 300;
  const asked = { run, prompt, tokens, topK: undefined, topP: undefined };
  const greedy = yield* generateText({ ...asked, temperature: 0 });
  const next = yield* generateText({ ...asked, temperature: 0, tokens: 1 });
  const faults: string[] = [];
  for (const { width, dark } of windows) {
    const screenshot = join(screenshots, `${name}-${width}-${dark ? "dark" : "light"}.png`);
    const pasted = "A dog sees the cat.\nThe zebra doesn't.";
    const view = { executable, file, width, dark, prompt, tokens, pasted, screenshot };
    const seen = yield* Effect.promise(() => inBrowser<Seen>("use_page.mjs", view));
    const wrong = [
      ...seen.faults,
      ...(seen.greedy === greedy ? [] : [`greedy: ${seen.greedy}\ninstead of: ${greedy}`]),
      ...(seen.taken === next ? [] : [`a click took: ${seen.taken}\ninstead of: ${next}`]),
      ...(seen.another === seen.sampled ? ["another text is the same one"] : []),
      ...(seen.takenBack === prompt ? [] : [`taken back: ${seen.takenBack}`]),
      ...(/bits, probability .*Likeliest here: /.test(seen.about) ? [] : [`about: ${seen.about}`]),
    ];
    console.log(`${name}, ${width} pixels, ${dark ? "dark" : "light"}: ${seen.speed}`);
    faults.push(...wrong);
  }
  return faults;
});

const check = (executable: string) =>
  Effect.gen(function* () {
    const folder = mkdtempSync(join(tmpdir(), "unroll-page-"));
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })));
    mkdirSync(screenshots, { recursive: true });
    const given = process.argv.slice(2);
    const runs = given.length > 0 ? given : yield* trainRuns(folder);
    const faults = yield* Effect.forEach(runs, (run) => checkRun(run, folder, executable));
    if (given.length === 0) faults.push(yield* checkWatch(runs, executable));
    for (const fault of faults.flat()) console.log(fault);
    console.log(`Screenshots are in ${screenshots}`);
    return faults.flat().length === 0;
  });

const browser = findBrowser();
if ("missing" in browser) {
  console.log(`Left out, pages could not be looked at: ${browser.missing}`);
} else {
  const quietly = check(browser.executable).pipe(
    Effect.provideService(Screen, makeScreen({ write: () => {} }, true)),
    Effect.provideService(References.MinimumLogLevel, "Error"),
    Effect.scoped,
  );
  process.exitCode = await Effect.runPromise(quietly) ? 0 : 1;
}
