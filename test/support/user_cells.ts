/**
 * Cells as a user may write them, each for a rule of the plan: which values are kept, where gradients
 * meet, what leaves the time loop. All have states `h` (hidden) and take any input unless they say so.
 */
import type { CellsConfig } from "../../src/model/cells/schema.ts";

export const userCells: CellsConfig = {
  /** Minimal gated unit: a product of a gate's value. */
  mgu: {
    state: "h",
    equations: `
f  = sigmoid(Uf x + Wf h + bf)
c  = tanh(Uc x + Wc (f * h) + bc)
h' = (1 - f) * h + f * c`,
  },
  /** LSTM with peepholes: vector parameters that multiply a state, before and after its step. */
  peephole: {
    state: ["h", "c"],
    equations: `
i  = sigmoid(Ui x + Wi h + pi * c + bi)
f  = sigmoid(Uf x + Wf h + pf * c + bf)
c' = f * c + i * tanh(Uc x + Wc h + bc)
o  = sigmoid(Uo x + Wo h + po * c' + bo)
h' = o * tanh(c')`,
    parameters: { pi: ["hidden"], pf: ["hidden"], po: ["hidden"] },
  },
  /** States that start from learned vectors, one of which the equations read as well. */
  learned: {
    state: { h: "hidden", m: 3 },
    equations: `
m' = tanh(U x + V m + b)
h' = tanh(W h + X m' + Y x + h0)`,
    learned: ["h", "m"],
    parameters: { h0: ["hidden"] },
  },
  layernorm: {
    state: "h",
    equations: "h' = tanh(layernorm(U x) + g * layernorm(W h) + b)",
    parameters: { g: ["hidden"] },
  },
  /** Concatenation of the state, an embedding of the input and a gate's value. */
  concat: {
    state: "h",
    equations: `
e  = tanh(E x)
r  = sigmoid(R concat(h, e) + br)
h' = tanh(W concat(r * h, e, r) + b)`,
    parameters: { E: [3, "input"] },
  },
  /** Dropout inside the cell: on what is new (Semeniuta et al., 2016), and on the input. */
  dropout: {
    state: "h",
    equations: `
z  = sigmoid(Uz x + Wz h + bz)
n  = dropout(tanh(dropout(Un x, 0.3) + Wn h), 0.4)
h' = z * h + (1 - z) * n`,
  },
  /** LSTM with projection: the state that goes on is a product, shorter than the memory. */
  projection: {
    state: { h: 5, c: "hidden" },
    equations: `
i  = sigmoid(Ui x + Wi h + bi)
f  = sigmoid(Uf x + Wf h + bf)
c' = f * c + i * tanh(Uc x + Wc h + bc)
h' = P (sigmoid(Uo x + Wo h + bo) * tanh(c'))`,
  },
  /** The input is added to the output, which is not the state. */
  residual: {
    state: "h",
    equations: `
h' = tanh(U x + W h + b)
y  = h' + x`,
    output: "y",
    input: "hidden",
  },
  /** Elementwise recurrence (Li et al., 2018): no product in the loop. */
  indrnn: {
    state: "h",
    equations: "h' = softsign(W x + u * h + b)",
    parameters: { u: ["hidden"] },
  },
  /** Sums are the state's next value and the output. */
  linear: {
    state: "h",
    equations: `
h' = A tanh(B h) + U x + b
y  = C h + h'`,
    output: "y",
    parameters: { A: ["hidden", 2] },
  },
  /** Sums that two gates read, or a gate and another sum: neither may take their place. */
  readers: {
    state: "h",
    equations: `
s  = U x + W h + b
r  = R x + Q h
h' = tanh(V (sigmoid(s) * tanh(s)) + sigmoid(r) * h + r)`,
    parameters: { R: ["hidden", "input"], U: [5, "input"] },
  },
  /** No bias, and a product of the state that begins some sums and ends others. */
  overlap: {
    state: "h",
    equations: `
a  = sigmoid(A x)
r  = sigmoid(R x + Q h)
h' = a * h + r * tanh(W h)`,
  },
  /** The state's products stand apart, a sum between them. */
  apart: {
    state: "h",
    equations: `
r  = sigmoid(A x + B h + ba)
c  = tanh(C x + D (r * h) + bc)
h' = r * c + (1 - r) * tanh(E h + be)`,
  },
  /** One matrix in several products. */
  shared: {
    state: "h",
    equations: `
f  = sigmoid(U x + W h + b)
h' = f * tanh(U x + W (f * h) + V h) + (1 - f) * tanh(W h)`,
  },
  /** States that are not read, that are the same, that stand for others of the step before. */
  delays: {
    state: { h: "hidden", a: "hidden", p: "hidden", q: "hidden", r: 3 },
    equations: `
h' = tanh(U x + W a + V p + b)
a' = h'
p' = q
q' = h
r' = tanh(R h' + br)`,
  },
  /** A state made of the input alone is computed for all tokens at once; the one before is read in the loop. */
  convolution: {
    state: { h: "hidden", p: "hidden" },
    equations: `
p' = sigmoid(P x + bp)
h' = p' * h + (1 - p') * tanh(U x + V p)`,
  },
  /** The input itself as a state, and as a factor. */
  echo: {
    state: { h: "hidden", e: "input" },
    equations: `
e' = x
h' = tanh(U x + W h + V e + x * x)`,
    input: "hidden",
  },
  /** What is given to the layer above does not depend on any state. */
  blind: {
    state: "h",
    equations: `
y  = relu(U x + b)
h' = tanh(W h + V y)`,
    output: "y",
    parameters: { U: [9, "input"] },
  },
  /** The layer above is given what the state was. */
  late: {
    state: "h",
    equations: `
h' = tanh(U x + W h + b)
y  = h`,
    output: "y",
  },
  /** Softmax over a few places of a memory; its log; exponentials. */
  memory: {
    state: { h: "hidden", m: 7 },
    equations: `
a  = softmax(K x + Q h)
m' = a * exp(-sigmoid(F h)) + (1 - a) * m
h' = tanh(W m' + V log(a + 0.1) + b)`,
    parameters: { K: [7, "input"] },
  },
  /** A bias that is also a factor, and vectors that meet no token: in gates, in products. */
  vectors: {
    state: "h",
    equations: `
s  = sigmoid(u - v)
h' = s * tanh(U x + W h + b) + b * (A u) + s`,
    parameters: { u: ["hidden"], v: ["hidden"] },
  },
  /** Much that no state needs, made after the loop: of states, of the loop's gates, of the input. */
  after: {
    state: { h: "hidden", m: 3 },
    equations: `
r  = sigmoid(R x + S h + br)
m' = tanh(M (r * h) + 0.5 m)
h' = tanh(U x + W (r * h) + V m + b)
a  = dropout(relu(A h' + B x + r + h + ba), 0.2)
z  = softmax(Z concat(a, m', m, u * tanh(u)) + 0.3 x)
y  = P (z * layernorm(x)) + Q m' + a * r - x`,
    output: "y",
    input: "hidden",
    parameters: { u: [2] },
  },
  /** Vectors on their own as a state's next value and as the output. */
  constants: {
    state: ["h", "k"],
    equations: `
k' = v
h' = tanh(U x + W h + V k + b)
y  = u`,
    output: "y",
    parameters: { u: ["hidden"], v: ["hidden"] },
  },
};
