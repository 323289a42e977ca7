import { advice } from "./advice.ts";
import type { Examination } from "./examination.ts";

/** The examination as lines of two columns, and what would make the machine faster. */
export function formatExamination(examination: Examination): string {
  const { version, runtime, os, processor, cores, memory, vector, blas, products, store } =
    examination;
  const facts: (readonly [name: string, value: string])[] = [
    ["program", `unroll ${version}`],
    ["runtime", `${runtime.name} ${runtime.version}, ${os}`],
    ["processor", `${processor}, ${cores} ${cores === 1 ? "core" : "cores"}`],
    ["memory", `${(memory / 2 ** 30).toFixed(1)} GiB`],
    ["vectors", `${vector} numbers at a time`],
    [
      "BLAS",
      blas === null ? "none" : [blas.name, ...blas.build === null ? [] : [blas.build]].join(", "),
    ],
    ...Object.entries(products).map(([kind, speed], i) =>
      [
        i === 0 ? "products" : "",
        `${kind.padEnd(9)} ${speed.toFixed(1).padStart(6)} GFLOP/s`,
      ] as const
    ),
    ...store === null ? [] : [["store", `${store.name}: ${store.fault ?? "reached"}`] as const],
  ];
  const faster = advice(examination);
  return [
    ...facts.map(([name, value]) => `${name.padEnd(11)}${value}`),
    "",
    ...faster.length === 0 ? ["Nothing is known that would make it faster."] : [
      "What would make it faster:",
      ...faster.map((one) => `  ${one}`),
    ],
  ].join("\n");
}
