/** How the tensors of a run are loaded into PyTorch, for its model card. */
import type { LoadedRun } from "../load_run.ts";
import { code, fenced } from "./markdown.ts";

/** PyTorch's layers that compute what built-in cells do. */
const torchLayers: ReadonlyMap<string, string> = new Map([
  ["rnn", "RNN"],
  ["gru", "GRU"],
  ["lstm", "LSTM"],
]);

/** @param file name of the safetensors file */
export function torchLoading({ model }: LoadedRun, file: string): string {
  const { cell, inputSize, outputSize } = model.layers[0]!;
  const layer = torchLayers.get(cell);
  const { vocabulary, embedding, bias } = model;
  if (layer === undefined) {
    return `
Cell ${
      code(cell)
    } has equations of its own, which the config below has. Its parameters are the tensors
\`${cell}.NAME_l0\`, \`${cell}.NAME_l1\` and so on, a layer each.

${
      fenced(
        "python",
        `from safetensors.numpy import load_file

tensors = load_file("${file}")  # arrays by name`,
      )
    }`;
  }
  const input = embedding === undefined
    ? `nn.functional.one_hot(ids, ${vocabulary}).float()`
    : "self.embedding(ids)";
  const table = embedding === undefined
    ? ""
    : `\n        self.embedding = nn.Embedding(${vocabulary}, ${embedding})`;
  const biases = bias ? "" : ", bias=False";
  const sizes = `${inputSize}, ${outputSize}, num_layers=${model.layers.length}`;
  return `
In PyTorch (\`pip install torch safetensors\`):

${
    fenced(
      "python",
      `import torch
from safetensors.torch import load_file
from torch import nn


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()${table}
        self.${cell} = nn.${layer}(${sizes}, batch_first=True${biases})
        self.output = nn.Linear(${outputSize}, ${vocabulary}${biases})

    def forward(self, ids, states=None):
        values, states = self.${cell}(${input}, states)
        return self.output(values), states


model = LanguageModel()
model.load_state_dict(load_file("${file}"))
model.eval()
with torch.no_grad():
    logits, states = model(torch.tensor([[0, 1, 2]]))  # of the token after each of these ids`,
    )
  }`;
}
