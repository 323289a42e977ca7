/** The input of a layer's compilation. */
import type { CellGraph } from "../../model/cells/graph.ts";
import type { Pointer } from "../../kernels/pointer.ts";
import type { Arena } from "../plan/arena.ts";
import type { Buffers } from "../plan/buffers.ts";
import type { MatrixRows, Weight } from "../plan/matrices.ts";
import type { Capacity } from "../plan/plan.ts";
import type { Columns, JoinedProduct } from "../units/columns.ts";
import type { Segments } from "../units/segments.ts";
import type { CellUnits } from "../units/units.ts";

export interface LayerInput {
  readonly graph: CellGraph;
  readonly cell: CellUnits;
  readonly columns: Columns;
  readonly segments: Segments;
  readonly arena: Arena;
  readonly buffers: Buffers;
  readonly times: LayerTimes;
  readonly capacity: Capacity;
  readonly ages: number;
  /** The layer's input, a row per token; undefined for token ids. */
  readonly input: MatrixRows | undefined;
  /** Gradient of the input (class age); undefined where nothing below learns. */
  readonly inputGradient: MatrixRows | undefined;
  /** Gradient that the layer above gives to the output: class token (age 0 only) or age. */
  readonly outputGradient: MatrixRows;
  /** Of each token, the key of its dropout masks. */
  readonly rowKeys: Pointer;
  /** Where the values of a parameter stand, by its index in the graph. */
  readonly parameter: (index: number) => Pointer;
  readonly gradientOf: (parameter: Pointer) => Pointer;
  readonly weight: (product: JoinedProduct) => Weight;
}

/** Times of a step (plan/buffers.ts): the layer's forward, its backward, the parameters' gradients. */
export interface LayerTimes {
  readonly forward: number;
  readonly backward: number;
  readonly gradients: number;
}
