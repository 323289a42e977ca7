import type { CellConfig } from "./schema.ts";

/**
 * The built-in cells, in the language that a config's own cells are written in. Names, order of the
 * gates and layout are those of PyTorch's RNN, GRU and LSTM, with which they can exchange weights.
 * So every gate has one bias for the input's product and one for the state's.
 */
export const builtinCells: Readonly<Record<string, CellConfig>> = {
  // Elman's network, the tutorial's cell.
  rnn: {
    state: "h",
    equations: `
h' = tanh(Wih x + bih + Whh h + bhh)
`,
    layout: {
      weight_ih: ["Wih"],
      weight_hh: ["Whh"],
      bias_ih: ["bih"],
      bias_hh: ["bhh"],
    },
  },

  // Gated recurrent unit (Cho et al., 2014), the reset gate after the state's product: r resets, z
  // updates.
  gru: {
    state: "h",
    equations: `
r  = sigmoid(Wir x + bir + Whr h + bhr)
z  = sigmoid(Wiz x + biz + Whz h + bhz)
n  = tanh(Win x + bin + r * (Whn h + bhn))
h' = (1 - z) * n + z * h
`,
    layout: {
      weight_ih: ["Wir", "Wiz", "Win"],
      weight_hh: ["Whr", "Whz", "Whn"],
      bias_ih: ["bir", "biz", "bin"],
      bias_hh: ["bhr", "bhz", "bhn"],
    },
  },

  // Long short-term memory (Hochreiter and Schmidhuber, 1997) with a forget gate (Gers et al.,
  // 2000).
  lstm: {
    state: ["h", "c"],
    equations: `
i  = sigmoid(Wii x + bii + Whi h + bhi)
f  = sigmoid(Wif x + bif + Whf h + bhf)
g  = tanh(Wig x + big + Whg h + bhg)
o  = sigmoid(Wio x + bio + Who h + bho)
c' = f * c + i * g
h' = o * tanh(c')
`,
    layout: {
      weight_ih: ["Wii", "Wif", "Wig", "Wio"],
      weight_hh: ["Whi", "Whf", "Whg", "Who"],
      bias_ih: ["bii", "bif", "big", "bio"],
      bias_hh: ["bhi", "bhf", "bhg", "bho"],
    },
  },
};
