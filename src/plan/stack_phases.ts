/** Embedding and layers there and back, and the gradients of their parameters. */
import { perEnvironment, readHeader, readPiece } from "./environment.ts";
import { computeGradient } from "./gradient_job.ts";
import type { Phase } from "./phase.ts";
import { bindStack } from "./run_stack.ts";
import { updateJob } from "./update_phase.ts";

const runForward = perEnvironment((env) => bindStack(env, env.plan.forward));
const runBackward = perEnvironment((env) => bindStack(env, env.plan.backward));

/** Embedding and layers, forward: a piece is some sentences. */
export const forward: Phase = {
  name: "forward",
  pieces: (env) => readHeader(env, "pieces"),
  run: (env, piece) => runForward(env)(readPiece(env, piece)),
};

/**
 * Layers and embedding, backward: a piece is some sentences. With an optimizer the output layer,
 * which nothing here reads, is updated meanwhile: a batch of one sentence is a single piece.
 */
export const makeBackward = (code: number | undefined): Phase => ({
  name: "backward",
  pieces: (env) =>
    readHeader(env, "pieces") + (code === undefined ? 0 : env.plan.outputGradients.length),
  run: (env, piece) => {
    const stack = readHeader(env, "pieces");
    if (piece < stack) return runBackward(env)(readPiece(env, piece));
    if (code !== undefined) updateJob(env, code, piece - stack, 1);
  },
});

/** Gradients of the layers' parameters, with an optimizer each followed by its update. */
export const makeLayerGradients = (code: number | undefined): Phase => ({
  name: "layer gradients",
  pieces: (env) => env.plan.gradients.length,
  run: (env, piece) => {
    const job = env.plan.outputGradients.length + piece;
    computeGradient(env, job);
    if (code !== undefined) updateJob(env, code, job, 1);
  },
});
