/** How the parameters of a cell are stacked into the tensors of the model's file. */
import type { CellGraph, CellParameter } from "./graph.ts";
import type { CellMistake } from "../equations/mistake.ts";
import type { CellConfig } from "./schema.ts";
import { suggestion } from "../equations/suggestion.ts";

/** A tensor of a cell: its name without layer, and the parameters stacked along their rows. */
export interface CellTensor {
  readonly name: string;
  readonly parts: readonly CellParameter[];
}

/**
 * The tensors of a cell: those of its layout in its order, then every other parameter by itself.
 */
export function cellTensors({ layout = {} }: CellConfig, graph: CellGraph): CellTensor[] {
  const byName = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const stacked = Object.entries(layout).map(([name, parts]) => ({
    name,
    // Biases that the model does without are left out.
    parts: parts.flatMap((part) => byName.get(part) ?? []),
  }));
  const taken = new Set(stacked.flatMap(({ parts }) => parts));
  const single = graph.parameters.filter((parameter) => !taken.has(parameter));
  return [
    ...stacked.filter(({ parts }) => parts.length > 0),
    ...single.map((parameter) => ({
      name: parameter.name,
      parts: [parameter],
    })),
  ];
}

/** What is wrong with a cell's layout; `dropped` are biases that the model does without. */
export function checkLayout(
  { layout = {} }: CellConfig,
  graph: CellGraph,
  dropped: ReadonlySet<string>,
): CellMistake[] {
  const byName = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const tensorOf = new Map<string, string>();
  const mistakes: CellMistake[] = [];
  for (const [tensor, parts] of Object.entries(layout)) {
    const [first, ...others] = parts.flatMap((part) => byName.get(part) ?? []);
    parts.forEach((part, i) => {
      const other = tensorOf.get(part);
      const problem = !byName.has(part) && !dropped.has(part)
        ? `Unknown parameter "${part}"${suggestion(part, byName.keys())}`
        : other !== undefined
        ? `Parameter "${part}" is already a part of ${other}`
        : undefined;
      if (problem !== undefined) {
        mistakes.push({
          path: ["layout", tensor, String(i)],
          message: problem,
        });
      }
      tensorOf.set(part, tensor);
    });
    const odd = others.find(({ kind, columns }) =>
      kind !== first?.kind || columns !== first.columns
    );
    if (first !== undefined && odd !== undefined) {
      const message =
        `Parameter "${odd.name}" (${shape(odd)}) can't be stacked under "${first.name}" ` +
        `(${shape(first)}): expected parts with equal columns`;
      mistakes.push({ path: ["layout", tensor], message });
    }
  }
  for (const tensor of Object.keys(layout)) {
    if (!byName.has(tensor) || tensorOf.has(tensor)) continue;
    const message = `Name "${tensor}" is also that of a parameter that is not stacked`;
    mistakes.push({ path: ["layout", tensor], message });
  }
  return mistakes;
}

const shape = ({ kind, rows, columns }: CellParameter): string =>
  kind === "vector" ? `a vector of ${rows}` : `${rows} × ${columns}`;
