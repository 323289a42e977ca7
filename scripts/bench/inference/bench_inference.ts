/** `deno task bench --inference`: how fast trained models write, beside PyTorch. */
import { Effect } from "effect";
import type { RunError } from "../../../src/base/errors.ts";
import { BenchFailed } from "../bench_error.ts";
import type { BenchOptions } from "../flags.ts";
import { describeMachine, machine } from "../machine.ts";
import { say } from "../peers/say.ts";
import { findPython, noPython } from "../peers/torch_peers.ts";
import { formatInference } from "./format_inference.ts";
import { inferenceWorkloads } from "./inference_workload.ts";
import { type InferenceMeasurement, measureInference } from "./measure_inference.ts";

/** Texts side by side. */
const rowCounts = [1, 32];

/** Nats by which what is expected of a token may differ from PyTorch's. */
const tolerance = 1e-4;

const print = (lines: readonly string[]) => console.log(lines.join("\n"));

export const benchInference = (
  options: Pick<BenchOptions, "seconds" | "repetitions" | "json" | "markdown">,
): Effect.Effect<void, RunError> =>
  Effect.gen(function* () {
    const python = yield* findPython;
    if (python === undefined) yield* say(noPython);
    const measured: InferenceMeasurement[] = [];
    for (const make of Object.values(inferenceWorkloads)) {
      const workload = make();
      yield* say(`${workload.name}: ${workload.title}`);
      for (const rows of rowCounts) {
        measured.push(yield* measureInference(workload, rows, { ...options, python }));
      }
    }
    if (options.json) print([JSON.stringify({ machine: machine(), measured }, null, 2)]);
    else print([describeMachine(machine()), "", ...formatInference(measured, options.markdown)]);
    const wrong = measured.filter(({ torch }) =>
      torch !== undefined && torch.difference > tolerance
    )
      .map(({ workload, rows, torch }) =>
        `${workload}, ${rows} rows: PyTorch expects another token, by ${torch!.difference} nats`
      );
    if (wrong.length > 0) return yield* new BenchFailed({ problem: wrong.join("\n") });
  });
