/** The commands that a reader of a run's page may want next. */
import type { NextStep } from "./go_on.ts";
import type { RunView } from "./run_view.ts";

/** By how the run stands; each names the run as the page's command did. */
export function nextSteps({ directory, manifest, settings }: RunView): readonly NextStep[] {
  const { outcome: { status }, last } = manifest;
  const resume: NextStep = {
    what: "go on training from its last checkpoint",
    command: ["resume", directory],
  };
  const use: readonly NextStep[] = last === null ? [] : [
    { what: "write text with it", command: ["generate", directory] },
    { what: "measure it on the test part", command: ["evaluate", directory] },
  ];
  switch (status) {
    case "running":
      return [{ what: "this page as it is then", command: ["report", directory] }];
    case "finished":
      return [
        ...use,
        ...trainLonger(directory, settings, manifest.outcome.epochs),
        { what: "set it beside another run", command: ["compare", directory, "OTHER"] },
        { what: "train it again, and compare every bit", command: ["reproduce", directory] },
      ];
    default:
      return [resume, ...use];
  }
}

/** A training of twice the length, where a longer one has the same beginning. */
function trainLonger(
  directory: string,
  settings: RunView["settings"],
  done: number,
): readonly NextStep[] {
  const epochs = settings["training.epochs"];
  if (typeof epochs !== "number" || settings["training.schedule.kind"] === "cosine") return [];
  const stops = done < epochs ? ["--set", "training.stop=none"] : [];
  const longer = stops.length > 0 ? [] : ["--set", `training.epochs=${2 * epochs}`];
  return [{ what: "train it longer", command: ["resume", directory, ...longer, ...stops] }];
}
