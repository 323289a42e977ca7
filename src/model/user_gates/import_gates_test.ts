import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { GateMistakes, importGates } from "./import_gates.ts";

/** The text of a gate called `name` that is the identity. */
const gate = (name: string) =>
  `{ name: "${name}", arity: 1, size: ([n]: number[]) => n, ` +
  "forward: ([x]: Float64Array[]) => x.slice(), backward: (dy: Float64Array) => [dy.slice()] }";

const mistakesOf = async (source: string): Promise<readonly string[]> => {
  try {
    await importGates(source);
  } catch (error) {
    assert(error instanceof GateMistakes);
    return error.mistakes;
  }
  return [];
};

describe("importGates", () => {
  it("takes gates that are exported by name, by default and in lists, each once", async () => {
    const source = `
      import type { Gate } from "./nowhere.ts";
      export const one: Gate = ${gate("one")};
      const two: Gate = ${gate("two")};
      export const all = [one, two];
      export default ${gate("three")};
    `;
    const gates = await importGates(source);
    assert.deepEqual(gates.map(({ name }) => name).sort(), ["one", "three", "two"]);
    const x = Float64Array.of(1, 2);
    const context = { rowKey: undefined, salt: 0 };
    assert.deepEqual(gates[0]!.forward([x], [], context), x);
  });

  it("lists everything that is wrong", async () => {
    const source = `
      export const one = ${gate("tanh")};
      export const list = [${gate("a")}, ${gate("a")}];
      export const helper = (x: number) => x;
    `;
    assert.deepEqual((await mistakesOf(source)).toSorted(), [
      'Export "helper": Expected a gate, { name, arity, size, forward, backward }, or a list of gates',
      'Export "list[1]": A second gate "a"',
      'Export "one": Name "tanh" is taken: expected another',
    ]);
  });

  it("says that there is none", async () => {
    assert.deepEqual(await mistakesOf("const a = 1;"), ["Expected exported gates, got none"]);
  });

  it("says that a file stands by itself", async () => {
    const [mistake] = await mistakesOf('import { a } from "./other.ts"; export const b = a;');
    assert.match(
      mistake!,
      /^A file of gates must be self-contained, but it imports "\.\/other\.ts"/,
    );
  });

  it("says what can't be run, in a line and without the module's address", async () => {
    for (const source of ["export const a = = 3;", 'throw new Error("Boom");']) {
      const [mistake, ...rest] = await mistakesOf(source);
      assert.match(mistake!, /^The code can't be run: /);
      assert.doesNotMatch(mistake!, /base64|\n/);
      assert.deepEqual(rest, []);
    }
  });
});
