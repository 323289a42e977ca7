import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { parse } from "yaml";
import { arbitraryExperiment } from "./test_arbitrary_experiment.ts";
import { decodeExperiment } from "./decode_experiment.ts";
import { formatExperiment } from "./format_experiment.ts";

const decode = (object: unknown) => Effect.runPromise(decodeExperiment(object));

describe("formatExperiment", () => {
  it("decodes back to an equal experiment", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExperiment, async (object) => {
        const experiment = await decode(object);
        assert.deepEqual(
          await decode(parse(formatExperiment(experiment))),
          experiment,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("writes every key, defaults included", async () => {
    const object = {
      name: "a",
      corpus: { path: "/t.txt" },
      model: { cell: "gru" },
    };
    const text = formatExperiment(await decode(object));
    const lines = [
      "seed: 42",
      "  path: /t.txt",
      "    valid: 0.05",
      "  maxLength: 200",
      "  hidden: 128",
    ];
    for (
      const line of [
        ...lines,
        "    learningRate: 0.001",
        "    every: 1 epoch",
        "  workers: auto",
      ]
    ) {
      assert.ok(text.includes(`\n${line}\n`), line);
    }
  });
});
