/**
 * brain.js as a peer: brain_peer.mjs FOLDER. It trains another model, since it has no such one: its
 * networks read one sequence at a time, its RNN uses relu, its LSTM has no cell state of its own, and
 * its update is RMSProp. Sizes and tokens are the workload's.
 */
import process from "node:process";
import { installedVersion, readWorkload, serve } from "./workload.mjs";

// Asked for when this runs only: the package is installed for the benchmark, not with the repository.
const { default: brain } = await import("brain.js");

const workload = readWorkload(process.argv[2]);
const { cell, vocabulary, hidden, layers, embedding } = workload;

const Network = cell === "rnn" ? brain.recurrent.RNN : brain.recurrent.LSTM;
const network = new Network({
  inputSize: embedding ?? hidden,
  inputRange: vocabulary,
  outputSize: vocabulary,
  hiddenLayers: Array.from({ length: layers }, () => hidden),
  dataFormatter: null,
});
network.dataFormatter = null;
network.initialize();

/**
 * The first row of each batch. brain.js adds a start and an end of its own, so a sequence of n
 * tokens is n + 1 predictions.
 */
const batches = workload.batches.map(({ inputs, rows, sizes }) => ({
  sequence: [...inputs].filter((_, i) => rows[i] === 0).slice(1),
  tokens: sizes.length,
}));

await serve({
  ...workload,
  system: `brain.js ${installedVersion("brain.js")}`,
  chosen: "one sequence at a time; another model",
  batches,
  update: ({ sequence }) => network.trainPattern(sequence, true),
});
