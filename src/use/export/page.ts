/** A model as one HTML file that runs it in a browser, without a network. */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { programFile } from "../../base/program_files.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { MixedMatrix } from "../../compute/compile/parameter_layout.ts";
import { inferencePlan } from "../../compute/inference/inference_plan.ts";
import { runPreparation } from "../../experiment/setup/run_preparation.ts";
import type { Preparation } from "../../text/tokenizer/preparation.ts";
import type { LoadedRun } from "../load_run.ts";
import { pageProduct } from "../page/open_page_model.ts";
import { type PageModel, pageRows } from "../page/page_model.ts";
import type { ExportFormat } from "./export_format.ts";
import { pageDocument } from "./page_document.ts";

export const page: ExportFormat = {
  files: (run) =>
    Effect.gen(function* () {
      const model = yield* pageModel(run);
      const script = yield* tryRead(scriptFile, () => readFileSync(scriptFile, "utf8"));
      const content = pageDocument(run, {
        script,
        data: new Map([
          ["model", JSON.stringify(model).replaceAll("<", "\\u003c")],
          ["weights", encodeWeights(run, model)],
        ]),
      });
      return [{ ending: ".html", content }];
    }),
  loading: (_run, name) => `
Open \`${name(".html")}\` in a browser: it runs the model without a network. It needs WebAssembly's
vectors, which Chrome 91, Firefox 89 and Safari 16.4 have, as do later versions.
`,
};

/** What `deno task page` builds of src/use/page. */
const scriptFile = fileURLToPath(programFile("src/use/page/page_script.js"));

/**
 * All of a model but its weights. Errors: {@link PageWithoutGates} where its cells call gates of the
 * user's, and {@link MixedMatrix} for a cell that can't be computed in float32.
 */
export const pageModel = Effect.fnUntraced(function* (
  { model, experiment, existing, gates }: LoadedRun,
): Effect.fn.Return<PageModel, PageWithoutGates | MixedMatrix> {
  if (gates !== undefined) {
    return yield* new PageWithoutGates({ gates: gates.gates.map(({ name }) => name) });
  }
  const plan = yield* Effect.suspend(() => {
    try {
      return Effect.succeed(inferencePlan(model, Object.keys(pageRows).length, pageProduct));
    } catch (cause) {
      if (cause instanceof MixedMatrix) return Effect.fail(cause);
      throw cause;
    }
  });
  return {
    vocabulary: existing.vocabulary,
    preparation: withoutFolder(runPreparation(experiment, existing.manifest)),
    plan,
    parameters: model.parameters.map(({ key, rows, columns }) => ({ key, length: rows * columns })),
  };
});

/** Of a tokenizer's file only the name, since where it lies is private. */
const withoutFolder = (preparation: Preparation): Preparation => {
  const { tokenizer } = preparation;
  if (tokenizer.kind !== "bpe" || tokenizer.file === undefined) return preparation;
  return { ...preparation, tokenizer: { ...tokenizer, file: basename(tokenizer.file) } };
};

/** The weights in float32, in the order of the parameters, as Base64. */
function encodeWeights({ weights }: LoadedRun, { parameters }: PageModel): string {
  const numbers = new Float32Array(parameters.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { key, length } of parameters) {
    numbers.set(weights.get(key)!, at);
    at += length;
  }
  return Buffer.from(numbers.buffer).toString("base64");
}

/** A model that calls code of the user's, which no page has. */
class PageWithoutGates extends InputError.extend<PageWithoutGates>("PageWithoutGates")({
  _tag: Schema.tag("PageWithoutGates"),
  gates: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `A page can't run gates of a file of one's own (${this.gates.join(", ")}): ` +
      "export a model whose cells are equations over Unroll's gates";
  }
}
