import { Result } from "effect";
import { buildCell } from "./cells/build_cell.ts";
import { builtinCells } from "./cells/builtin_cells.ts";
import { cellTensors } from "./cells/cell_layout.ts";
import type { CellGraph, CellParameter } from "./cells/graph.ts";
import { languageWith } from "./equations/language.ts";
import type { CellConfig, CellsConfig } from "./cells/schema.ts";
import { suggestion } from "./equations/suggestion.ts";
import type { Finding } from "../config/findings.ts";
import { wording } from "../config/wording.ts";
import type { GateModule } from "./user_gates/gate_module.ts";
import type { Model, ModelParameter, ModelTensor } from "./model.ts";
import type { ModelConfig } from "./schema.ts";

/**
 * The model that a config describes for a vocabulary of that many tokens, or what is wrong with it.
 * @param gateModule gates of the user's that cells may call
 */
export function buildModel(
  config: ModelConfig,
  cells: CellsConfig,
  vocabulary: number,
  gateModule?: GateModule,
): Result.Result<Model, readonly Finding[]> {
  const language = languageWith(gateModule?.gates ?? []);
  const cell = findCell(config.cell, cells);
  if (Result.isFailure(cell)) return Result.fail([cell.failure]);
  const layers: CellGraph[] = [];
  for (let layer = 0; layer < config.layers; layer++) {
    const oneHot = layer === 0 && config.embedding === "none";
    const first = config.embedding === "none" ? vocabulary : config.embedding;
    const inputSize = layers.at(-1)?.outputSize ?? first;
    const { hidden, bias } = config;
    const built = buildCell(
      config.cell,
      cell.success,
      { inputSize, oneHot, hidden, bias },
      language,
    );
    if (Result.isFailure(built)) {
      const where = layer === 0 ? "" : `In layer ${layer + 1}: `;
      return Result.fail(built.failure.map(({ path, line, column, message }): Finding => ({
        path: ["cells", config.cell, ...path],
        what: "value",
        message: wording`${where}${message}`,
        at: line === undefined ? undefined : { line, column: column ?? 1 },
      })));
    }
    layers.push(built.success);
  }
  const outputSize = layers.at(-1)!.outputSize;
  if (config.tied && config.embedding !== outputSize) {
    const has = config.embedding === "none" ? "there is no embedding" : `it is ${config.embedding}`;
    const message =
      `Tied weights need an embedding of the cell's output size, ${outputSize}, but ${has}`;
    return Result.fail([{ path: ["model", "tied"], what: "value", message }]);
  }
  return Result.succeed(assemble(config, cell.success, layers, vocabulary, gateModule));
}

function findCell(name: string, cells: CellsConfig): Result.Result<CellConfig, Finding> {
  const own = Object.hasOwn(cells, name) ? cells[name] : undefined;
  const builtin = Object.hasOwn(builtinCells, name) ? builtinCells[name] : undefined;
  if (own !== undefined && builtin !== undefined) {
    const message = `Name "${name}" is that of a built-in cell: expected another name`;
    return Result.fail({ path: ["cells", name], what: "value", message });
  }
  const cell = own ?? builtin;
  if (cell !== undefined) return Result.succeed(cell);
  const names = [...Object.keys(builtinCells), ...Object.keys(cells)];
  const message = `Unknown cell "${name}"${
    suggestion(name, names) || `; expected ${names.join(", ")} or a cell defined under cells`
  }`;
  return Result.fail({ path: ["model", "cell"], what: "value", message });
}

function assemble(
  config: ModelConfig,
  cell: CellConfig,
  layers: readonly CellGraph[],
  vocabulary: number,
  gateModule: GateModule | undefined,
): Model {
  const { embedding, tied, bias } = config;
  const outputSize = layers.at(-1)!.outputSize;
  const parameters: ModelParameter[] = [];
  const tensors: ModelTensor[] = [];
  const add = (
    key: string,
    { rows, columns, fanIn, initial }: Pick<
      CellParameter,
      "rows" | "columns" | "fanIn" | "initial"
    >,
  ) => {
    const bound = config.init?.uniform ?? 1 / Math.sqrt(fanIn);
    parameters.push({ key, rows, columns, bound, initial });
  };
  const single = (key: string, rows: number, columns: number, fanIn: number, initial?: number) => {
    add(key, { rows, columns, fanIn, initial });
    const shape = key.endsWith("bias") ? [rows] : [rows, columns];
    tensors.push({ name: key, shape, parts: [key] });
  };
  if (embedding !== "none") single("embedding.weight", vocabulary, embedding, embedding);
  layers.forEach((graph, layer) => {
    for (const parameter of graph.parameters) add(parameterKey(layer, parameter.name), parameter);
    for (const { name, parts } of cellTensors(cell, graph)) {
      const rows = parts.reduce((sum, part) => sum + part.rows, 0);
      tensors.push({
        name: `${graph.cell}.${name}_l${layer}`,
        shape: parts[0]!.kind === "vector" ? [rows] : [rows, parts[0]!.columns],
        parts: parts.map((part) => parameterKey(layer, part.name)),
      });
    }
  });
  if (tied) {
    tensors.push({
      name: "output.weight",
      shape: [vocabulary, outputSize],
      parts: ["embedding.weight"],
    });
  } else single("output.weight", vocabulary, outputSize, outputSize);
  if (bias) single("output.bias", vocabulary, 1, outputSize, 0);
  return {
    vocabulary,
    embedding: embedding === "none" ? undefined : embedding,
    layers,
    dropout: config.dropout,
    tied,
    bias,
    truncate: config.truncate === "full" ? Infinity : config.truncate,
    parameters,
    tensors,
    gateModule,
  };
}

/** Key of a cell's parameter in the model, free of the cell's name. */
export const parameterKey = (layer: number, parameter: string): string => `${layer}.${parameter}`;
