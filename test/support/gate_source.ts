/** A file of gates as a user may write it, for tests. */
import { createHash } from "node:crypto";
import type { GateModule } from "../../src/model/user_gates/gate_module.ts";
import { importGates } from "../../src/model/user_gates/import_gates.ts";

export const gateSource = `
import type { Gate } from "../../mod.ts";

const sum = (x: Float64Array) => x.reduce((total, xi) => total + xi, 0);

/** x where it is positive, a tenth of it elsewhere. */
export const leaky: Gate = {
  name: "leaky",
  arity: 1,
  size: ([n]) => n!,
  forward: ([x]) => x!.map((xi) => (xi > 0 ? xi : 0.1 * xi)),
  backward: (dy, [x]) => [dy.map((d, i) => (x![i]! > 0 ? d : 0.1 * d))],
  kinks: ([x]) => x!.reduce((least, xi) => Math.min(least, Math.abs(xi)), Infinity),
};

/** x / √(1 + Σ x²) */
const squash: Gate = {
  name: "squash",
  arity: 1,
  size: ([n]) => n!,
  forward: ([x]) => x!.map((xi) => xi / Math.sqrt(1 + sum(x!.map((xj) => xj * xj)))),
  backward: (dy, [x], y) => {
    const norm = Math.sqrt(1 + sum(x!.map((xj) => xj * xj)));
    const dot = sum(dy.map((d, i) => d * y[i]!));
    return [dy.map((d, i) => (d - y[i]! * dot) / norm)];
  },
};

/** sin(a) · cos(b), elementwise. */
const turn: Gate = {
  name: "turn",
  arity: 2,
  size: ([a, b]) => (a === b ? a! : "Expected vectors of equal length, got " + a + " and " + b),
  forward: ([a, b]) => a!.map((ai, i) => Math.sin(ai) * Math.cos(b![i]!)),
  backward: (dy, [a, b]) => [
    dy.map((d, i) => d * Math.cos(a![i]!) * Math.cos(b![i]!)),
    dy.map((d, i) => -d * Math.sin(a![i]!) * Math.sin(b![i]!)),
  ],
};

/** The two halves of a vector multiplied: half as long. */
const gated: Gate = {
  name: "gated",
  arity: 1,
  size: ([n]) => (n! % 2 === 0 ? n! / 2 : "Expected an even length, got " + n),
  forward: ([x]) => {
    const half = x!.length / 2;
    return x!.slice(0, half).map((xi, i) => xi * x![half + i]!);
  },
  backward: (dy, [x]) => {
    const half = x!.length / 2;
    return [x!.map((_, i) => (i < half ? dy[i]! * x![half + i]! : dy[i - half]! * x![i - half]!))];
  },
};

export const others = [squash, turn, gated];
`;

/** The gates of that file. */
export const gateModule: GateModule = {
  path: "/nowhere/my_gates.ts",
  source: gateSource,
  sha256: createHash("sha256").update(gateSource).digest("hex"),
  gates: await importGates(gateSource),
};
