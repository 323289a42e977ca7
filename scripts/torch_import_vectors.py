"""Trains an LSTM over words and a GRU over characters in PyTorch, for test/from_torch_test.ts.

Writes test/vectors/torch-NAME.safetensors, torch-NAME.vocabulary.json and torch-imports.json, which
holds the texts and PyTorch's losses on them. Run it with a Python that has torch; nothing else is
needed.
"""

import json
import os
import struct

import torch
from torch import nn

torch.manual_seed(7)
FOLDER = os.path.join(os.path.dirname(__file__), "..", "test", "vectors")
TEXT = """the cat saw the moon
the dog heard the sea
nobody saw the red boat
my sister painted the moon at night
the old sailor heard nobody
the sea saw the cat
a dog followed my sister in the rain
the red boat followed the old sailor
nobody painted the rain
a cat heard a dog at night
"""


class LanguageModel(nn.Module):
    """Its attributes are called as Unroll's tensors are: no name needs to be changed."""

    def __init__(self, cell, vocabulary, embedding, hidden, layers):
        super().__init__()
        self.cell = cell
        self.embedding = nn.Embedding(vocabulary, embedding)
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[cell]
        setattr(self, cell, kind(embedding, hidden, layers, batch_first=True))
        self.output = nn.Linear(hidden, vocabulary)

    def forward(self, tokens):
        states, _ = getattr(self, self.cell)(self.embedding(tokens))
        return self.output(states)


def summed_loss(model, rows):
    """Cross-entropy in nats over all tokens of all rows, and their number."""
    total, count = 0, 0
    for row in rows:
        logits = model(torch.tensor([row[:-1]]))[0]
        total = total + nn.functional.cross_entropy(logits, torch.tensor(row[1:]), reduction="sum")
        count += len(row) - 1
    return total, count


def save_safetensors(tensors, path):
    """What safetensors.torch.save_file writes."""
    header, data = {}, b""
    for name in sorted(tensors):
        tensor = tensors[name].detach().contiguous()
        values = struct.pack(f"<{tensor.numel()}f", *tensor.flatten().tolist())
        offsets = [len(data), len(data) + len(values)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def make(name, cell, words, rows, layers):
    model = LanguageModel(cell, len(words), 6, 10, layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(25):
        optimizer.zero_grad()
        total, count = summed_loss(model, rows)
        (total / count).backward()
        optimizer.step()
    save_safetensors(model.state_dict(), os.path.join(FOLDER, f"torch-{name}.safetensors"))
    with open(os.path.join(FOLDER, f"torch-{name}.vocabulary.json"), "w") as file:
        json.dump({"version": 1, "words": words}, file)
        file.write("\n")
    total, count = summed_loss(model.double(), rows)
    return {"loss": total.item() / count, "tokens": count}


def sentences():
    """Each line as SENTENCE_START w1 ... wn SENTENCE_END."""
    lines = [line.split() for line in TEXT.splitlines()]
    known = sorted({word for line in lines for word in line})
    words = ["SENTENCE_START", "SENTENCE_END", "UNKNOWN_TOKEN", *known]
    rows = [["SENTENCE_START", *line, "SENTENCE_END"] for line in lines]
    return words, [[words.index(word) for word in row] for row in rows]


def characters():
    """The whole text as one stream."""
    words = ["UNKNOWN_TOKEN", *sorted(set(TEXT))]
    return words, [[words.index(character) for character in TEXT]]


results = {
    "about": "Losses in nats per token (computed in float64) of the models in "
    "torch-lstm.safetensors and torch-gru.safetensors on the text, by "
    "scripts/torch_import_vectors.py.",
    "torch": torch.__version__,
    "text": TEXT,
    "lstm": make("lstm", "lstm", *sentences(), layers=2),
    "gru": make("gru", "gru", *characters(), layers=1),
}
with open(os.path.join(FOLDER, "torch-imports.json"), "w") as file:
    json.dump(results, file, indent=1)
    file.write("\n")
