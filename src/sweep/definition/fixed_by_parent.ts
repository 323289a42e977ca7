import type { Finding } from "../../config/findings.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { Space } from "../space/space.ts";

/** Key paths, with all below them, that the weights of a model decide. */
const fixed: readonly string[] = [
  "from",
  "gates",
  "cells",
  "tokenizer.kind",
  "tokenizer.lowercase",
  "model.cell",
  "model.embedding",
  "model.hidden",
  "model.layers",
  "model.tied",
  "model.bias",
];

/** Parameters of a space that can't be searched, because trials start from a trained model. */
export const fixedByParent = (space: Space, { from }: Experiment): readonly Finding[] =>
  from === undefined
    ? []
    : space.filter(({ path }) => fixed.some((key) => path === key || path.startsWith(`${key}.`)))
      .map(({ path }) => ({
        path: ["space", path],
        what: "key",
        message: "Can't be searched with from: the model that trials start from decides it; " +
          "model.dropout, batch and training can be searched",
      }));
