/** Embedding and layers, forward and backward, and the gradients of their parameters. */
import {
  perEnvironment,
  readHeader,
  readPiece,
  type WorkerEnvironment,
} from "./worker_environment.ts";
import { computeGradient } from "./gradient_job.ts";
import type { Phase } from "./phase.ts";
import { cutOf } from "./output_block.ts";
import { joinSourceGradient, makeSourceGradient } from "./source_gradient.ts";
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

/** A gradient, with an optimizer followed by its update. */
const learn = (env: WorkerEnvironment, code: number | undefined, job: number): void => {
  computeGradient(env, job);
  if (code !== undefined) updateJob(env, code, job, 1);
};

/** The output layer's jobs for rows first…last−1 of its weight. */
const learnOutput =
  (code: number | undefined) => (env: WorkerEnvironment, first: number, last: number) =>
    env.plan.outputGradients.forEach((job, index) => {
      if (job.kind === "output" && job.first >= first && job.first < last) learn(env, code, index);
    });

/** Output layer, backward. */
export const makeOutputBackward = (code: number | undefined): Phase =>
  makeSourceGradient(learnOutput(code));

/**
 * Layers and embedding, backward: a piece is some sentences. The gradients of the output layer,
 * which nothing here reads, are computed at the same time, unless they are already known.
 */
export const makeBackward = (code: number | undefined): Phase => ({
  name: "backward",
  pieces: (env) =>
    readHeader(env, "pieces") + (cutOf(env).whole ? 0 : env.plan.outputGradients.length),
  run: (env, index) => {
    const stack = readHeader(env, "pieces");
    if (index >= stack) return learn(env, code, index - stack);
    const piece = readPiece(env, index);
    joinSourceGradient(env, piece.firstToken, piece.tokens);
    runBackward(env)(piece);
  },
});

/** Gradients of the layers' parameters, with an optimizer each followed by its update. */
export const makeLayerGradients = (code: number | undefined): Phase => ({
  name: "layer gradients",
  pieces: (env) => env.plan.gradients.length,
  run: (env, piece) => learn(env, code, env.plan.outputGradients.length + piece),
});
