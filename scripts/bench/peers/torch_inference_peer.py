"""
PyTorch as a peer of `deno task bench --inference`: python3 torch_inference_peer.py FOLDER THREADS

FOLDER holds workload.json and weights.safetensors (write_inference.ts). Every form of a step loop
first reads the same tokens, so that what it expects can be compared with ours, and is then timed for a
moment; the fastest stays. A step reads one token in each row and draws the next ones by their
probabilities. The protocol is that of torch_peer.py; "losses" are −log p of a token after each of the
first steps, the mean of the rows.
"""
import json
import sys
import time

import torch
from torch import nn
from torch_peer import answer, product_speed, read_tensors


class Network(nn.Module):
    def __init__(self, workload, weights):
        super().__init__()
        vocabulary, hidden = workload["vocabulary"], workload["hidden"]
        embedding, layers = workload["embedding"], workload["layers"]
        self.kind = workload["cell"]
        self.embedding = nn.Embedding(vocabulary, embedding)
        stack = {"gru": nn.GRU, "lstm": nn.LSTM}[self.kind](embedding, hidden, layers)
        self.add_module(self.kind, stack)
        self.output = nn.Linear(hidden, vocabulary)
        self.load_state_dict(weights)
        self.stack, self.hidden = stack, hidden
        cell = {"gru": nn.GRUCell, "lstm": nn.LSTMCell}[self.kind]
        self.cells = []
        for layer in range(layers):
            own = cell(embedding if layer == 0 else hidden, hidden)
            own.load_state_dict(
                {name: weights[f"{self.kind}.{name}_l{layer}"] for name in own.state_dict()}
            )
            self.cells.append(own)

    def module_step(self, tokens, state):
        """nn.GRU or nn.LSTM on a sequence of one."""
        top, state = self.stack(self.embedding(tokens).unsqueeze(0), state)
        return self.output(top[0]), state

    def cell_step(self, tokens, state):
        """A cell for each layer."""
        x, after = self.embedding(tokens), []
        if state is None:
            state = [None] * len(self.cells)
        for cell, before in zip(self.cells, state):
            own = cell(x, before)
            after.append(own)
            x = own if self.kind == "gru" else own[0]
        return self.output(x), after


def by_multinomial(logits):
    return torch.multinomial(torch.softmax(logits, 1), 1)[:, 0]


def by_exponential(logits):
    """The smallest of exponential times: the same distribution."""
    probabilities = torch.softmax(logits, 1)
    return (probabilities / torch.empty_like(probabilities).exponential_()).argmax(1)


class Writer:
    """A step loop with its state."""

    def __init__(self, rows, step, draw):
        self.rows, self.step, self.draw = rows, step, draw
        self.tokens, self.state = torch.arange(rows), None

    def measure(self, seconds):
        """Whole steps for so long: tokens and seconds."""
        start, count = time.perf_counter(), 0
        while True:
            for _ in range(4):
                logits, self.state = self.step(self.tokens, self.state)
                self.tokens = self.draw(logits)
            count += 4
            passed = time.perf_counter() - start
            if passed >= seconds:
                return count * self.rows, passed


def losses(workload, step):
    rows, vocabulary, state, found = workload["rows"], workload["vocabulary"], None, []
    row = torch.arange(rows)
    for time_step in range(workload["checkedSteps"]):
        logits, state = step((7 * time_step + 3 * row) % vocabulary, state)
        expected = torch.log_softmax(logits, 1)
        found.append(-expected[row, (5 * time_step + row) % vocabulary].mean().item())
    return found


def main(folder, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    with open(f"{folder}/workload.json", encoding="utf-8") as file:
        workload = json.load(file)
    network = Network(workload, read_tensors(f"{folder}/weights.safetensors"))
    name = f"nn.{workload['cell'].upper()}"
    steps = {name: network.module_step, f"{name}Cell": network.cell_step}
    draws = {"multinomial": by_multinomial, "exponential times": by_exponential}
    checks, speeds, writers = {}, {}, {}
    for step_name, step in steps.items():
        found = losses(workload, step)
        for draw_name, draw in draws.items():
            form = f"{step_name}, {draw_name}"
            writer = Writer(workload["rows"], step, draw)
            checks[form] = {"losses": found, "moved": {}}
            writer.measure(0.2)
            tokens, seconds = writer.measure(0.4)
            speeds[form], writers[form] = tokens / seconds, writer
    chosen = max(speeds, key=speeds.get)
    answer({
        "system": f"PyTorch {torch.__version__}",
        "chosen": chosen,
        "forms": checks,
        "productGigaflops": product_speed(),
    })
    for line in sys.stdin:
        tokens, seconds = writers[chosen].measure(float(line.split()[1]))
        answer({"tokens": tokens, "seconds": seconds})


if __name__ == "__main__":
    with torch.inference_mode():
        main(sys.argv[1], int(sys.argv[2]))
