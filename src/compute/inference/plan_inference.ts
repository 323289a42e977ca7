/** Inference in float32: a plan's forward calls on the calling thread. */
import { elementIndex, elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import { loadKernels } from "../../kernels/load_kernels.ts";
import { loadWasmProduct } from "../../kernels/load_wasm_product.ts";
import type { WasmProductKind } from "../../kernels/product.ts";
import type { Gate } from "../../model/gates/gate.ts";
import type { Values } from "../../model/model.ts";
import { viewMemory } from "../float32/plan_memory.ts";
import { header } from "../plan/binding.ts";
import { prepare } from "../step/prepare_phase.ts";
import { bindStack } from "../step/run_stack.ts";
import {
  makeWorkerEnvironment,
  type Piece,
  productScratch,
  type WorkerEnvironment,
} from "../step/worker_environment.ts";
import type { Inference } from "./inference.ts";
import type { InferencePlan } from "./inference_plan.ts";
import { rowStates } from "./row_states.ts";

/**
 * `gates` are those that the plan calls by name. `memory` has room for the plan, and holds nothing
 * yet.
 */
export const planInference = (
  gates: ReadonlyMap<string, Gate>,
  weights: Values,
  plan: InferencePlan,
  gemm: WasmProductKind,
  memory: WebAssembly.Memory,
): Inference => {
  const env = makeWorkerEnvironment(
    plan,
    memory,
    loadKernels(memory),
    loadWasmProduct(gemm, memory, productScratch(plan, 0)),
    0,
    gates,
  );
  fillMemory(env, weights, plan, memory);
  const { int32, float32, layout } = env;
  const { vocabulary, output, capacity: { steps: readAhead } } = plan;
  const states = rowStates(env);
  const run = bindStack(env, plan.forward);
  const binding = elementIndex(plan.binding);
  const ids = binding + layout.ids;
  const stepRows = binding + layout.steps;
  /** The first `tokens` of the binding, in rows from `firstSentence` on. */
  const forward = (piece: Omit<Piece, "firstToken" | "stepRows">) => {
    int32.fill(piece.sentences, stepRows, stepRows + piece.steps);
    run({ ...piece, firstToken: 0, stepRows });
  };
  const logitsAt = (row: number) => elementsOn(output.logits, row * vocabulary);
  return {
    vocabulary,
    rows: plan.capacity.rows,
    begin: states.begin,
    copy: (from, to) => {
      states.copy(from, to);
      env.kernels.copy(logitsAt(to), logitsAt(from), vocabulary);
    },
    read: (row, tokens) => {
      for (let at = 0; at < tokens.length; at += readAhead) {
        const part = tokens.subarray(at, at + readAhead);
        int32.set(part, ids);
        const steps = part.length;
        forward({ tokens: steps, firstSentence: row, sentences: 1, steps });
        if (at + steps === tokens.length) writeLogits(env, plan, steps - 1, 1, logitsAt(row));
      }
    },
    step: (tokens) => {
      const rows = tokens.length;
      int32.set(tokens, ids);
      forward({ tokens: rows, firstSentence: 0, sentences: rows, steps: 1 });
      writeLogits(env, plan, 0, rows, logitsAt(0));
    },
    logits: (row) => {
      const at = elementIndex(logitsAt(row));
      return float32.subarray(at, at + vocabulary);
    },
  };
};

/** What stays: tapes without dropout, the weights, packed, and that every row carries its states on. */
const fillMemory = (
  env: WorkerEnvironment,
  weights: Values,
  plan: InferencePlan,
  memory: WebAssembly.Memory,
): void => {
  const { int32, float32, product } = env;
  for (const { pointer, words } of plan.constants) int32.set(words, elementIndex(pointer));
  for (const { pointer } of plan.dropouts) float32[elementIndex(pointer)] = 0;
  const binding = elementIndex(plan.binding);
  int32[binding + header.carried] = 1;
  int32[binding + header.lane] = 1;
  viewMemory(plan, memory).write(plan.parameters, weights);
  for (let piece = 0; piece < prepare.pieces(env); piece++) prepare.run(env, piece);
  const { pointer, rows, columns } = plan.output.weight;
  const panels = product.panels(rows);
  product.pack(true, columns, rows, pointer, columns, plan.packedOutput, 0, panels);
};

/** Logits of some rows of the top layer's output, one row after another from `to` on. */
const writeLogits = (
  { kernels, product }: WorkerEnvironment,
  { vocabulary, output, packedOutput }: InferencePlan,
  first: number,
  rows: number,
  to: Pointer,
): void => {
  const { source, bias, weight } = output;
  const beta = bias === nowhere ? 0 : 1;
  if (beta === 1) kernels.fillRows(to, rows, vocabulary, vocabulary, bias, 0);
  const from = elementsOn(source.base, source.ld * first);
  product.gemmPacked(
    false,
    rows,
    vocabulary,
    weight.columns,
    from,
    source.ld,
    packedOutput,
    beta,
    to,
    vocabulary,
  );
};
