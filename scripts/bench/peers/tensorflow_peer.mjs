/**
 * TensorFlow.js as a peer: tensorflow_peer.mjs FOLDER THREADS
 *
 * Its WebAssembly backend is slow at products with a transposed operand, which the gradient of its
 * matMul asks for; here that gradient transposes by itself first, which is several times as fast.
 * So it is with its look-up, whose gradient the backend can't compute.
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { distance, installedVersion, readWorkload, serve, transposed } from "./workload.mjs";

// Asked for when this runs only: the package is installed for the benchmark, not with the repository.
const tf = await import("@tensorflow/tfjs");
const { setThreadsCount, setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");

const [folder, threads] = process.argv.slice(2);
const workload = readWorkload(folder);
const { weights, vocabulary, hidden, layers, optimizer, clipNorm } = workload;

const modules = new URL("./node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url);
setWasmPaths(fileURLToPath(modules));
setThreadsCount(Number(threads));
await tf.setBackend("wasm");
await tf.ready();

const product = tf.customGrad((a, b, save) => {
  save([a, b]);
  return {
    value: tf.matMul(a, b),
    gradFunc: (dy, [a, b]) => [
      tf.matMul(dy, tf.transpose(b)),
      tf.matMul(tf.transpose(a), dy),
    ],
  };
});

/** Rows of a table. The backend lacks what the gradient of gather asks for, but it can scatter. */
const lookUp = tf.customGrad((table, ids, save) => {
  save([table, ids]);
  return {
    value: tf.gather(table, ids),
    gradFunc: (dy, [table, ids]) => [
      tf.scatterND(tf.expandDims(ids, 1), dy, table.shape),
      tf.zerosLike(ids),
    ],
  };
});

/** Trained tensors: first values, and whether they are transposed in the file. */
const variables = {};
const first = {};
const make = (name, turned) => {
  first[name] = turned ? transposed(weights[name]) : weights[name];
  variables[name] = tf.variable(tf.tensor(first[name].data, first[name].shape));
  return variables[name];
};

const crossEntropy = (logits, targets) =>
  tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(targets, "int32"), vocabulary), logits);

/** split, not slice: its gradient is one concatenation. */
const pieces = (tensor, sizes) => sizes.length > 1 ? tf.split(tensor, sizes, 0) : [tensor];

const makeRnn = () => {
  const table = make("rnn.weight_ih_l0", true);
  const recurrent = make("rnn.weight_hh_l0", true);
  const output = make("output.weight", true);
  return ({ inputs, targets, sizes }) => {
    const states = [];
    for (const piece of pieces(lookUp(table, tf.tensor1d(inputs, "int32")), sizes)) {
      let before = states.at(-1);
      if (before && before.shape[0] > piece.shape[0]) {
        before = tf.slice(before, [0, 0], [piece.shape[0], hidden]);
      }
      states.push(tf.tanh(before ? tf.add(piece, product(before, recurrent)) : piece));
    }
    return crossEntropy(product(tf.concat(states, 0), output), targets);
  };
};

const makeLstm = () => {
  const embedding = make("embedding.weight", false);
  const stack = Array.from({ length: layers }, (_, layer) => ({
    input: make(`lstm.weight_ih_l${layer}`, true),
    recurrent: make(`lstm.weight_hh_l${layer}`, true),
    inputBias: make(`lstm.bias_ih_l${layer}`, false),
    recurrentBias: make(`lstm.bias_hh_l${layer}`, false),
  }));
  const output = make("output.weight", true);
  const outputBias = make("output.bias", false);
  let carried = stack.map(() => ({ h: undefined, c: undefined }));
  return ({ inputs, targets, sizes }) => {
    let values = lookUp(embedding, tf.tensor1d(inputs, "int32"));
    const left = stack.map(({ input, recurrent, inputBias, recurrentBias }, layer) => {
      const bias = tf.add(inputBias, recurrentBias);
      let { h, c } = carried[layer];
      const states = pieces(tf.add(product(values, input), bias), sizes).map((piece) => {
        const [i, f, g, o] = tf.split(h ? tf.add(piece, product(h, recurrent)) : piece, 4, 1);
        const written = tf.mul(tf.sigmoid(i), tf.tanh(g));
        c = c ? tf.add(tf.mul(tf.sigmoid(f), c), written) : written;
        return h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      });
      values = tf.concat(states, 0);
      return { h: tf.keep(h.clone()), c: tf.keep(c.clone()) };
    });
    for (const { h, c } of carried) tf.dispose([h, c].filter((tensor) => tensor));
    carried = left;
    return crossEntropy(tf.add(product(values, output), outputBias), targets);
  };
};

const forward = workload.cell === "rnn" ? makeRnn() : makeLstm();
const { learningRate, beta1, beta2, epsilon } = optimizer;
const updater = optimizer.kind === "sgd"
  ? tf.train.sgd(learningRate)
  : tf.train.adam(learningRate, beta1, beta2, epsilon);

const clipped = (gradients) => {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  const scale = tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6)));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, scale)]),
  );
};

const update = async (batch) => {
  const loss = tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => forward(batch));
    updater.applyGradients(clipNorm === null ? grads : clipped(grads));
    return value;
  });
  const [mean] = await loss.data();
  loss.dispose();
  return mean;
};

const moved = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(variables).map(async ([name, variable]) => [
        name,
        distance(first[name], await variable.data()),
      ]),
    ),
  );

await serve({
  ...workload,
  system: `TensorFlow.js ${installedVersion("@tensorflow/tfjs")}`,
  chosen: "WebAssembly",
  update,
  moved,
});
