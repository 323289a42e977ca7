/** A layer regrouped for compilation: its units, their columns and their order. */
import { embeddingSalt, gateSalt, layerSalt } from "../../model/dropout_key.ts";
import type { Model } from "../../model/model.ts";
import type { CellGraph } from "../../model/cells/graph.ts";
import { type Columns, joinProducts } from "./columns.ts";
import { type Segments, segments } from "./segments.ts";
import { cellUnits } from "./cell_units.ts";
import type { CellUnits } from "./units.ts";

export interface LayerShape {
  readonly graph: CellGraph;
  readonly cell: CellUnits;
  readonly columns: Columns;
  readonly segments: Segments;
}

export const layerShapes = (model: Model): LayerShape[] =>
  model.layers.map((graph, layer) => {
    const onInput = model.dropout > 0 && !graph.oneHot;
    const cell = cellUnits(
      graph,
      onInput
        ? { rate: model.dropout, salt: layer === 0 ? embeddingSalt : layerSalt(layer - 1) }
        : undefined,
      (node) => gateSalt(layer, node),
    );
    const columns = joinProducts(cell);
    return { graph, cell, columns, segments: segments(cell, columns, graph.gates) };
  });
