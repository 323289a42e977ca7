/** List of runs: folder → manifests → a table. */
import { Console, Effect } from "effect";
import type { InputError } from "../src/base/errors.ts";
import { textTable } from "../src/base/terminal/text_table.ts";
import { type ListedRun, listRuns } from "../src/use/list_runs.ts";

export interface RunsOptions {
  /** Folder of run directories. */
  readonly runs: string;
}

/** The command `runs`: one line per run, the oldest first. */
export const runs = Effect.fnUntraced(function* (
  options: RunsOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError> {
  const listed = yield* listRuns(options.runs);
  yield* Console.log(options.json ? JSON.stringify(listed, null, 2) : table(listed));
});

const table = (listed: readonly ListedRun[]): string => {
  const head = ["run", "status", "epochs", "steps", "loss", "perplexity", "started"];
  const rows = listed.map(({ directory, status, epochs, steps, loss, perplexity, started }) => [
    directory,
    status,
    String(epochs),
    String(steps),
    loss?.toFixed(3) ?? "–",
    perplexity?.toFixed(1) ?? "–",
    started.slice(0, 16).replace("T", " "),
  ]);
  return textTable([head, ...rows]);
};
