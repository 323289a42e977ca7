/** Rules on the network: its cell, the cell's equations, tied weights. */
import { Result } from "effect";
import { either } from "../config/expectation.ts";
import type { Finding } from "../config/findings.ts";
import { nearest } from "../config/nearest.ts";
import { buildModel } from "../model/build_model.ts";
import { builtinCells } from "../model/cells/builtin_cells.ts";
import { type Rule, wrongValue } from "./rule.ts";

const builtinNames: readonly string[] = Object.keys(builtinCells);

/** Stands for the size of the vocabulary, which only the corpus determines. */
const likelyVocabulary = 1000;

/** Names that the model's file gives to tensors of its own. */
const takenNames: readonly string[] = ["embedding", "output"];

const knownCell: Rule = ({ model, cells }) => {
  if (model === undefined || cells === undefined) return [];
  const names = [...builtinNames, ...Object.keys(cells)];
  if (names.includes(model.cell)) return [];
  const meant = nearest(model.cell, names);
  const hint = meant === undefined ? `expected ${either(names)}` : `did you mean "${meant}"?`;
  return [
    wrongValue("model.cell", `Unknown cell ${JSON.stringify(model.cell)}, ${hint}`),
  ];
};

const cellNames: Rule = ({ cells }) =>
  Object.keys(cells ?? {}).flatMap((name): Finding[] => {
    if (![...builtinNames, ...takenNames].includes(name)) return [];
    const why = builtinNames.includes(name) ? "is built in" : "is a name of the model's own";
    const message = `Choose another name, ${JSON.stringify(name)} ${why}`;
    return [{ path: ["cells", name], what: "key", message }];
  });

/** The equations of the model's own cell, with sizes; only the vocabulary is not known yet. */
const cellEquations: Rule = ({ model, cells, tokenizer, gates: file }, gates) => {
  if (
    model === undefined || cells === undefined ||
    !Object.hasOwn(cells, model.cell)
  ) return [];
  if (builtinNames.includes(model.cell)) return [];
  // Functions that are not known would be reported one by one.
  if (file !== undefined && gates === undefined) return [];
  const built = buildModel(
    model,
    cells,
    (tokenizer !== undefined && "vocabulary" in tokenizer ? tokenizer.vocabulary : undefined) ??
      likelyVocabulary,
    gates,
  );
  return Result.isSuccess(built) ? [] : built.failure;
};

const tiedSizes: Rule = ({ model }) => {
  if (model === undefined || !model.tied) return [];
  // A cell of one's own may put out another length: the model's builder checks that.
  if (!builtinNames.includes(model.cell) || model.embedding === model.hidden) {
    return [];
  }
  if (model.embedding === "none") {
    return [wrongValue("model.tied", "Tied weights need an embedding")];
  }
  return [
    wrongValue(
      "model.tied",
      `Tied weights need embedding = hidden, got ${model.embedding} and ${model.hidden}`,
    ),
  ];
};

export const modelRules: readonly Rule[] = [knownCell, cellNames, cellEquations, tiedSizes];
