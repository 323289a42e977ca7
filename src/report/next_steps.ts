/** The commands that a reader of a run's page may want next. */
import { longerTraining } from "../training/longer_training.ts";
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

/** A longer training, where it has the same beginning. */
function trainLonger(
  directory: string,
  settings: RunView["settings"],
  done: number,
): readonly NextStep[] {
  const epochs = settings["training.epochs"];
  if (typeof epochs !== "number") return [];
  const schedule = String(settings["training.schedule.kind"]);
  const flags = longerTraining({ epochs, done, schedule });
  if (flags === undefined) return [];
  return [{ what: "train it longer", command: ["resume", directory, ...flags] }];
}
