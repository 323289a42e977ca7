/**
 * A program that trains the experiments of files, for what holds for a whole process: the runtime, or
 * the options of its compiler. `FOLDER CONFIG…` prints the run directories as a JSON array.
 */
import "../../mod.ts"; // first, as it must be loaded before Effect
import process from "node:process";
import { Effect } from "effect";
import { trainExperiment } from "../../pipelines/train.ts";
import { readExperiment } from "../../src/experiment/read_experiment.ts";
import { succeeded } from "./in_process.ts";

const [runs = "runs", ...configs] = process.argv.slice(2);
const directories: string[] = [];
for (const config of configs) {
  const read = await succeeded(readExperiment(config));
  const training = trainExperiment({ ...read, runs, again: true });
  directories.push((await succeeded(Effect.scoped(training))).directory);
}
console.log(JSON.stringify(directories));
process.exit(); // its threads wait for more
