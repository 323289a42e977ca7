/** The built-in cells have no mechanism of their own: pasted into a config they are the same, bit for bit. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Result } from "effect";
import { stringify } from "yaml";
import { builtinCells } from "../src/model/cells/builtin_cells.ts";
import { buildModel } from "../src/model/build_model.ts";
import { compile } from "../src/compute/compile/compile.ts";
import { commandLine } from "./support/command_line.ts";
import { madeSentences } from "./support/made_text.ts";
import { type Json, metricsLines, safetensorsShapes } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const config = (cell: string) => `
name: ${cell}
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
model: { cell: ${cell}, embedding: 10, hidden: 14, layers: 2, dropout: 0.2, truncate: 6 }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.02 } }
metrics: { every: 1 steps }
`;

/** The bytes of each tensor of a safetensors file, by name. */
function tensorBytes(file: string): Map<string, string> {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header: Json = JSON.parse(bytes.subarray(8, 8 + length).toString());
  return new Map(
    Object.entries<Json>(header).map(([name, { data_offsets: [from, to] }]) => [
      name,
      bytes.subarray(8 + length + from, 8 + length + to).toString("hex"),
    ]),
  );
}

const cells = Object.keys(builtinCells);
const folder = testFolder({
  "text.txt": madeSentences(300).join(" "),
  ...Object.fromEntries(cells.flatMap((cell) => [
    [`${cell}.yaml`, config(cell)],
    [
      `mine_${cell}.yaml`,
      config(`mine_${cell}`) +
      stringify({ cells: { [`mine_${cell}`]: builtinCells[cell] } }),
    ],
  ])),
});

async function run(name: string) {
  const { status, stdout, stderr } = await commandLine(
    ...["run", join(folder, `${name}.yaml`), "--runs", join(folder, "runs")],
  );
  assert.equal(status, 0, stderr);
  const directory = stdout.trim();
  const metrics = metricsLines(directory).map(({ tokensPerSecond: _, ...line }) => line);
  return { directory, metrics };
}

describe("the text of a built-in cell under another name", () => {
  for (const cell of cells) {
    it(`is compiled to the same plan as ${cell}, so it is as fast`, () => {
      const planOf = (name: string) => {
        const common = { embedding: 10, hidden: 14, layers: 2, dropout: 0.2, tied: false };
        const config = { cell: name, ...common, bias: true, truncate: 6 };
        const own = { [`mine_${cell}`]: builtinCells[cell]! };
        const model = Result.getOrThrow(buildModel(config, own, 40));
        const capacity = { rows: 8, tokens: 96, steps: 12 };
        return compile(model, { capacity, slots: 2, gemm: "wasm", workers: 2 });
      };
      assert.deepEqual(planOf(`mine_${cell}`), planOf(cell));
    });

    it(`gives the values and the metrics of ${cell}`, async () => {
      const [own, builtin] = await Promise.all([run(`mine_${cell}`), run(cell)]);
      assert(builtin.metrics.length > 60);
      assert.deepEqual(own.metrics, builtin.metrics);
      for (const file of ["model.safetensors", "optimizer.safetensors"]) {
        const [mine, theirs] = [own, builtin].map(({ directory }) => join(directory, "last", file));
        const renamed = new Map(
          [...tensorBytes(mine!)].map(([name, bytes]) => [name.replace("mine_", ""), bytes]),
        );
        const expected = tensorBytes(theirs!);
        assert.deepEqual([...renamed.keys()].sort(), [...expected.keys()].sort());
        for (const [name, bytes] of expected) assert.equal(renamed.get(name), bytes, name);
      }
      const shapes = safetensorsShapes(join(own.directory, "last", "model.safetensors"));
      assert(`mine_${cell}.weight_hh_l1` in shapes);
    });
  }
});
