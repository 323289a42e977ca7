/** The engine that scores with a run's model. */
import type { Layer } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { Engine } from "../../compute/engine.ts";
import { engineLayer } from "../../experiment/setup/open_engine.ts";
import type { ResolvedEngine } from "../../experiment/setup/resolve_engine.ts";
import type { LoadedRun } from "../load_run.ts";
import { scoringRoom } from "./scoring_room.ts";

/**
 * The product to score by: the run's, but in place of a BLAS, whose sums depend on the sizes of a
 * product, our own. So the score of a line depends on the line alone.
 */
export const scoringProduct = ({ gemm }: ResolvedEngine): ResolvedEngine["gemm"] =>
  gemm === "blas" ? "wasm-fma" : gemm;

/** An engine with room for a step of {@link scoringRoom}; its workers end with the layer's scope. */
export const scoringEngine = (loaded: LoadedRun): Layer.Layer<Engine, RunError> => {
  const { rows, tokens } = scoringRoom(loaded.vocabulary.words.length);
  return engineLayer({
    ...loaded,
    // Nothing flows back, so the memory that truncation asks for is not needed.
    model: { ...loaded.model, truncate: Infinity },
    engine: { ...loaded.engine, gemm: scoringProduct(loaded.engine) },
    capacity: { rows, tokens, steps: tokens },
  });
};
