/** How the ONNX files of a run are loaded, for its model card. */
import { runPreparation } from "../../experiment/setup/run_preparation.ts";
import { encodePrompt } from "../../text/tokens/encode_prompt.ts";
import type { LoadedRun } from "../load_run.ts";
import { initialStates } from "../onnx/initial_states.ts";
import { fenced, markdownTable } from "./markdown.ts";
import { vocabularyEnding } from "./vocabulary_beside.ts";

export const onnxLoading = (run: LoadedRun, name: (ending: string) => string): string => `
\`${name(".onnx")}\` reads a token at a time, to write text; \`${
  name(".sequence.onnx")
}\` reads whole
texts, to score them. B texts go side by side, as many as you like.

${markdownTable(["file", "inputs", "outputs"], interfaces(run, name))}

What follows a text is in the last logits. States begin as ${
  initial(run)
}. Log-probabilities beyond a text's
length are 0; its ids there may be any. Numbers are float32.

In Python (\`pip install onnxruntime\`), the likeliest text:

${fenced("python", python(run, name))}

In JavaScript (in a browser, \`onnxruntime-web\` has the same interface, and files come by \`fetch\`):

${fenced("js", javascript(run, name))}
`;

function interfaces(run: LoadedRun, name: (ending: string) => string): string[][] {
  const states = initialStates(run.model, run.weights);
  const { vocabulary } = run.model;
  const shown = (prefix: string) =>
    states.map(({ name, size }) => `\`${prefix}${name}\` [B, ${size}]`);
  return [
    [
      `\`${name(".onnx")}\``,
      ["`ids` [B] int64", ...shown("")].join(", "),
      [...shown("next_"), `\`logits\` [B, ${vocabulary}]`].join(", "),
    ],
    [
      `\`${name(".sequence.onnx")}\``,
      "`ids` [B, T] int64, `lengths` [B] int64",
      `\`log_probabilities\` [B, T, ${vocabulary}]: of the token after each one`,
    ],
  ];
}

function initial(run: LoadedRun): string {
  const learned = initialStates(run.model, run.weights).filter(({ values }) =>
    values !== undefined
  );
  if (learned.length === 0) return "zeros";
  const names = learned.map(({ name }) => `\`initial_${name}\``).join(", ");
  return `zeros, but for those that were learned: the files' metadata has them as ${names}`;
}

/** The tokens that every text begins with. */
function beginning({ experiment, existing, vocabulary }: LoadedRun): readonly number[] {
  const { ids, from } = encodePrompt("", vocabulary, runPreparation(experiment, existing.manifest));
  return ids.slice(from);
}

/** The line that rules out what stands for no text, where there is such. */
function never({ vocabulary }: LoadedRun, line: (ids: string) => string): string {
  const ids = [vocabulary.start, vocabulary.unknown].filter((id) => id !== undefined);
  return ids.length === 0 ? "" : line(JSON.stringify(ids));
}

/** The line that ends a text with its sentence, where a model reads single ones. */
const breakAt = ({ experiment, vocabulary }: LoadedRun, line: (end: number) => string): string =>
  experiment.batch.kind === "sentences" && vocabulary.end !== undefined ? line(vocabulary.end) : "";

/** Whether the vocabulary is a tokenizer.json in the format of Hugging Face. */
const hasTokenizer = ({ existing }: LoadedRun): boolean =>
  existing.vocabularyFile === "tokenizer.json";

const pythonWords = (run: LoadedRun, file: string): string =>
  hasTokenizer(run)
    ? `tokenizer = json.load(open("${file}", encoding="utf-8"))
ids = {**tokenizer["model"]["vocab"], **{t["content"]: t["id"] for t in tokenizer["added_tokens"]}}
words = sorted(ids, key=ids.get)`
    : `words = json.load(open("${file}", encoding="utf-8"))["words"]`;

const javascriptWords = (run: LoadedRun, file: string): string =>
  hasTokenizer(run)
    ? `const { model: { vocab }, added_tokens } = JSON.parse(readFileSync("${file}", "utf8"));
const words = [];
for (const [word, id] of Object.entries(vocab)) words[id] = word;
for (const { content, id } of added_tokens) words[id] = content;`
    : `const { words } = JSON.parse(readFileSync("${file}", "utf8"));`;

const python = (run: LoadedRun, name: (ending: string) => string): string => `
import json
import numpy as np
import onnxruntime

${pythonWords(run, name(vocabularyEnding(run)))}
model = onnxruntime.InferenceSession("${name(".onnx")}")
outputs = [value.name for value in model.get_outputs()]
learned = model.get_modelmeta().custom_metadata_map
states = {
    value.name: np.array([json.loads(learned.get("initial_" + value.name, "0"))], np.float32)
    + np.zeros((1, value.shape[1]), np.float32)
    for value in model.get_inputs()
    if value.name != "ids"
}


def step(token):
    """Logits of the next token."""
    values = dict(zip(outputs, model.run(outputs, {"ids": np.array([token]), **states})))
    states.update((state, values["next_" + state]) for state in states)
    return values["logits"][0]


for token in ${JSON.stringify(beginning(run))}:
    logits = step(token)
text = []
while len(text) < 20:${
  never(run, (ids) => `\n    logits[${ids}] = -np.inf  # tokens that are never written`)
}
    token = int(logits.argmax())${breakAt(run, (end) => `\n    if token == ${end}:\n        break`)}
    text.append(words[token])
    logits = step(token)
print(text)

# Log-probabilities of the tokens of a text, each after those before it
ids = np.array([${JSON.stringify(sample(run))}])
sequence = onnxruntime.InferenceSession("${name(".sequence.onnx")}")
(log_probabilities,) = sequence.run(None, {"ids": ids, "lengths": np.array([ids.shape[1]])})
print([log_probabilities[0, i, token] for i, token in enumerate(ids[0, 1:])])
`;

/** A few tokens, to show the form of a text. */
const sample = (run: LoadedRun): readonly number[] => {
  const { start, end, unknown, words } = run.vocabulary;
  const special = [start, end, unknown];
  const common = Array.from(words.keys()).filter((id) => !special.includes(id)).slice(0, 3);
  return [...beginning(run), ...common];
};

const javascript = (run: LoadedRun, name: (ending: string) => string): string => `
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";

${javascriptWords(run, name(vocabularyEnding(run)))}
const model = await InferenceSession.create("${name(".onnx")}");
let states = {
${
  initialStates(run.model, run.weights).map(({ name, size, values }) =>
    `  ${JSON.stringify(name)}: new Tensor("float32", ${
      values === undefined
        ? `new Float32Array(${size})`
        : `Float32Array.from(${JSON.stringify(Array.from(values))})`
    }, [1, ${size}]),`
  ).join("\n")
}
};

async function step(token) {
  const ids = new Tensor("int64", BigInt64Array.of(BigInt(token)), [1]);
  const { logits, ...next } = await model.run({ ids, ...states });
  states = Object.fromEntries(Object.keys(states).map((state) => [state, next["next_" + state]]));
  return logits.data;
}

let logits;
for (const token of ${JSON.stringify(beginning(run))}) logits = await step(token);
const text = [];
while (text.length < 20) {${
  never(run, (ids) =>
    `\n  for (const id of ${ids}) logits[id] = -Infinity; // tokens that are never written`)
}
  const token = logits.indexOf(Math.max(...logits));${
  breakAt(run, (end) => `\n  if (token === ${end}) break;`)
}
  text.push(words[token]);
  logits = await step(token);
}
text.join(" ");
`;
