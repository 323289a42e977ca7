"""
PyTorch as a peer of `deno task bench --peers`: python3 torch_peer.py FOLDER THREADS

FOLDER holds workload.json, weights.safetensors and batches.safetensors (write_workload.ts). Every
form in which PyTorch can train that model makes ten updates on the first ten batches, from the same
first weights, and is then timed for a moment; the fastest stays. Protocol (peer_process.ts), a JSON
object a line:

    out  {"system": NAME, "chosen": FORM, "forms": {FORM: {"losses": [nats a token of updates 1
         to 10], "moved": {TENSOR: distance from its first value after them}}}, ...}
    in   measure SECONDS
    out  {"tokens": predicted tokens trained on, "seconds": how long that took}

It ends with its standard input. Between answers it waits for a line and computes nothing.
"""
import json
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence


def read_tensors(path):
    """Tensors by name of a safetensors file of F32 and I32."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (length,) = struct.unpack("<Q", data[:8])
    types = {"F32": torch.float32, "I32": torch.int32}
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(
            data, dtype=types[entry["dtype"]], count=(end - start) // 4, offset=8 + length + start
        )
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


class Batch:
    """Sentences in time order, longest first: at step t the first sizes[t] rows are active."""

    def __init__(self, lengths, inputs, targets):
        starts = [0]
        for length in lengths:
            starts.append(starts[-1] + length)
        order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
        places, self.sizes = [], []
        for t in range(lengths[order[0]]):
            active = [starts[row] + t for row in order if lengths[row] > t]
            places += active
            self.sizes.append(len(active))
        self.inputs, self.targets = inputs[places], targets[places]
        self.tokens, self.rows = len(places), len(lengths)
        self.batch_sizes = torch.tensor(self.sizes)


def read_batches(path):
    """All batches, made before anything is timed."""
    tensors = read_tensors(path)
    inputs, targets = tensors["inputs"].long(), tensors["targets"].long()
    batches, at = [], 0
    for lengths in tensors["lengths"].tolist():
        end = at + sum(lengths)
        batches.append(Batch(lengths, inputs[at:end], targets[at:end]))
        at = end
    return batches


class OneHotNetwork(nn.Module):
    """
    One-hot input and a tanh layer without biases. Its first product is a look-up in the transposed
    input matrix. The time loop is written out, or PyTorch's own nn.RNN, whose input matrix is then
    the identity and not trained, so that it is the same model.
    """

    def __init__(self, workload, weights, own_loop, sparse):
        super().__init__()
        self.sparse, self.own_loop = sparse, own_loop
        hidden = workload["hidden"]
        self.table = nn.Parameter(weights["rnn.weight_ih_l0"].t().contiguous())
        self.output = nn.Parameter(weights["output.weight"].clone())
        self.rnn = nn.RNN(hidden, hidden, bias=False)
        with torch.no_grad():
            self.rnn.weight_ih_l0.copy_(torch.eye(hidden))
            self.rnn.weight_hh_l0.copy_(weights["rnn.weight_hh_l0"])
        self.rnn.weight_ih_l0.requires_grad_(False)

    def forward(self, batch):
        looked_up = functional.embedding(batch.inputs, self.table, sparse=self.sparse)
        states = self.loop(looked_up, batch) if self.own_loop else self.fused(looked_up, batch)
        return states @ self.output.t()

    def loop(self, looked_up, batch):
        recurrent = self.rnn.weight_hh_l0.t()
        states = []
        for size, piece in zip(batch.sizes, looked_up.split(batch.sizes)):
            if states:
                before = states[-1]
                if len(before) > size:
                    before = before[:size]
                piece = torch.addmm(piece, before, recurrent)
            states.append(torch.tanh(piece))
        return torch.cat(states)

    def fused(self, looked_up, batch):
        if batch.rows == 1:
            return self.rnn(looked_up.unsqueeze(1))[0].squeeze(1)
        return self.rnn(PackedSequence(looked_up, batch.batch_sizes))[0].data

    def tensors(self):
        """Under the names of the file that the first weights came from."""
        return {
            "rnn.weight_ih_l0": self.table.t(),
            "rnn.weight_hh_l0": self.rnn.weight_hh_l0,
            "output.weight": self.output,
        }


class LstmNetwork(nn.Module):
    """An embedding, nn.LSTM on parallel streams with its state carried over, an output layer."""

    def __init__(self, workload, weights, sparse):
        super().__init__()
        vocabulary, hidden = workload["vocabulary"], workload["hidden"]
        self.embedding = nn.Embedding(vocabulary, workload["embedding"], sparse=sparse)
        self.lstm = nn.LSTM(workload["embedding"], hidden, workload["layers"])
        self.output = nn.Linear(hidden, vocabulary)
        self.load_state_dict(weights)
        self.state = None

    def forward(self, batch):
        inputs = batch.inputs.view(-1, batch.rows)
        states, (h, c) = self.lstm(self.embedding(inputs), self.state)
        self.state = (h.detach(), c.detach())
        return self.output(states.flatten(0, 1))

    def tensors(self):
        return dict(self.named_parameters())


def forms(workload):
    """Functions from weights to a network, by name."""
    if workload["cell"] == "rnn":
        return {
            f"{time_loop}, {gradients} look-up gradients": lambda weights, own=own, sparse=sparse: (
                OneHotNetwork(workload, weights, own, sparse)
            )
            for time_loop, own in (("own loop", True), ("nn.RNN", False))
            for gradients, sparse in (("sparse", True), ("dense", False))
        }
    kinds = {"dense": False}
    if workload["optimizer"]["kind"] == "sgd":
        kinds["sparse"] = True
    return {
        f"nn.LSTM, {gradients} look-up gradients": lambda weights, sparse=sparse: LstmNetwork(
            workload, weights, sparse
        )
        for gradients, sparse in kinds.items()
    }


def clip_by_norm(parameters, limit):
    """What clip_grad_norm_ does, with sparse gradients too."""
    gradients = []
    for parameter in parameters:
        if parameter.grad.is_sparse:
            parameter.grad = parameter.grad.coalesce()
            gradients.append(parameter.grad.values())
        else:
            gradients.append(parameter.grad)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    scale = (limit / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient.mul_(scale)


class Trainer:
    """A network, its optimizer, and the batches in turn."""

    def __init__(self, workload, network, batches):
        self.network, self.batches, self.updates = network, batches, 0
        self.limit = workload["clipNorm"]
        self.parameters = [p for p in network.parameters() if p.requires_grad]
        optimizer = workload["optimizer"]
        rate = optimizer["learningRate"]
        if optimizer["kind"] == "sgd":
            self.optimizer = torch.optim.SGD(self.parameters, lr=rate)
        else:
            betas = (optimizer["beta1"], optimizer["beta2"])
            self.optimizer = torch.optim.Adam(
                self.parameters, lr=rate, betas=betas, eps=optimizer["epsilon"]
            )

    def update(self):
        """Trains on the next batch; gives the mean loss before the update and the tokens."""
        batch = self.batches[self.updates % len(self.batches)]
        self.updates += 1
        loss = functional.cross_entropy(self.network(batch), batch.targets)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if self.limit is not None:
            clip_by_norm(self.parameters, self.limit)
        self.optimizer.step()
        return loss, batch.tokens

    def measure(self, seconds):
        """Whole updates for so long: tokens and seconds."""
        start = time.perf_counter()
        tokens = 0
        while True:
            tokens += self.update()[1]
            passed = time.perf_counter() - start
            if passed >= seconds:
                return tokens, passed


def moved(network, weights):
    """How far each tensor is from its first value: the root of the sum of squares."""
    return {
        name: (tensor.detach() - weights[name]).norm().item()
        for name, tensor in network.tensors().items()
    }


def product_speed(size=512):
    """GFLOP/s of a square float32 product, the best of a few tries."""
    a, b = torch.rand(size, size), torch.rand(size, size)
    best = float("inf")
    for _ in range(10):
        start = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best / 1e9


def answer(value):
    print(json.dumps(value), flush=True)


def main(folder, threads):
    torch.set_num_threads(threads)
    with open(f"{folder}/workload.json", encoding="utf-8") as file:
        workload = json.load(file)
    batches = read_batches(f"{folder}/batches.safetensors")
    weights = read_tensors(f"{folder}/weights.safetensors")
    checks, speeds, trainers = {}, {}, {}
    for name, make in forms(workload).items():
        trainer = Trainer(workload, make(weights), batches)
        losses = [trainer.update()[0].item() for _ in range(workload["checkedUpdates"])]
        checks[name] = {"losses": losses, "moved": moved(trainer.network, weights)}
        trainer.measure(0.2)
        tokens, seconds = trainer.measure(0.4)
        speeds[name], trainers[name] = tokens / seconds, trainer
    chosen = max(speeds, key=speeds.get)
    answer({
        "system": f"PyTorch {torch.__version__}",
        "chosen": chosen,
        "forms": checks,
        "productGigaflops": product_speed(),
    })
    trainer = trainers[chosen]
    del trainers, weights
    for line in sys.stdin:
        tokens, seconds = trainer.measure(float(line.split()[1]))
        answer({"tokens": tokens, "seconds": seconds})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
