/** What an exported page says: a text that goes on, a text that is measured, and the model's card. */
import { basename, resolve } from "node:path";
import { type Html, markup } from "../../base/html/markup.ts";
import { details, facts, note, page, type Program, section } from "../../base/html/page.ts";
import { formatCount, formatMeasure } from "../../base/terminal/format_number.ts";
import { formatForOthers } from "../../experiment/format_experiment.ts";
import { parameterCount } from "../../model/parameter_count.ts";
import { bits, perplexity } from "../../training/metrics/metrics_line.ts";
import { generationDefaults } from "../generation/generation_options.ts";
import type { LoadedRun } from "../load_run.ts";
import { pageStyle } from "./page_style.ts";

export const pageDocument = (run: LoadedRun, program: Omit<Program, "style">): string =>
  page({
    title: basename(resolve(run.directory)),
    kind: "Model",
    state: { text: run.experiment.model.cell, tone: "plain" },
    sections: [
      section("Write", writingForm),
      section("Measure a text", measuringForm),
      section("The model", card(run)),
    ],
    program: { ...program, style: pageStyle },
  });

interface Field {
  readonly id: string;
  readonly label: string;
  readonly min: number;
  readonly max?: number;
  readonly step: number | "any";
  readonly value: number | "";
}

const field = ({ id, label, min, max, step, value }: Field): Html =>
  markup`<div><label for="${id}">${label}</label><input id="${id}" type="number" min="${min}"${
    max === undefined ? undefined : markup` max="${max}"`
  } step="${step}" value="${value}"${
    value === "" ? markup` placeholder="all"` : undefined
  } inputmode="decimal" autocomplete="off"></div>`;

const { temperature, seed, tokens } = generationDefaults;

const writingForm =
  markup`<label for="text">A text to begin with, which the model goes on with</label>
<div class="written"><textarea id="text" rows="9" spellcheck="false" autocomplete="off"></textarea>
<div id="next" role="group" aria-label="Likeliest next tokens: each is taken by a click" hidden></div>
</div>
<div class="fields">${[
    field({ id: "temperature", label: "Temperature", min: 0, step: "any", value: temperature }),
    field({ id: "top-k", label: "Top-k", min: 1, step: 1, value: "" }),
    field({ id: "top-p", label: "Top-p", min: 0, max: 1, step: "any", value: "" }),
    field({ id: "tokens", label: "Tokens", min: 1, step: 1, value: tokens }),
    field({ id: "seed", label: "Seed", min: 0, step: 1, value: seed }),
  ]}</div>
<div class="buttons"><button id="write" type="button" class="main" title="Ctrl+Enter">Write</button>
<button id="other" type="button" disabled>Another</button>
<button id="back" type="button" disabled>Take back</button>
<span id="status" role="status">The model is being opened</span></div>
<div id="notes" role="status"></div>
<noscript><p class="card">The model runs in a script: allow it for this page.</p></noscript>
`;

const measuringForm = markup`<label for="pasted">A text, each line by itself: the warmer a
 token, the more it surprises the model</label>
<textarea id="pasted" rows="4" spellcheck="false" autocomplete="off"></textarea>
<div class="buttons"><button id="measure" type="button" class="main">Measure</button>
<span id="summary" role="status"></span></div>
<div id="measured-notes"></div>
<div id="map" role="listbox" aria-label="Tokens: the warmer, the more surprising" tabindex="0"
 hidden></div>
<div id="about" aria-live="polite"></div>
`;

/** What the model is, was trained on, and came to. */
function card({ model, experiment, existing, vocabulary, checkpoint }: LoadedRun): Html {
  const { corpus, tokenizer, model: { cell, layers, hidden } } = experiment;
  const { outcome: { best }, hashes, baselines } = existing.manifest;
  return markup`${
    facts([
      ["cell", cell],
      ["layers", `${layers}`],
      ["hidden", `${hidden}`],
      ["parameters", formatCount(parameterCount(model))],
      ["vocabulary", `${formatCount(vocabulary.words.length)}, ${tokenizer.kind}`],
      [`best ${experiment.checkpoint.best}`, best === null ? undefined : formatMeasure(best, 4)],
      ["perplexity", best === null ? undefined : formatMeasure(perplexity(best), 2)],
      ["bits per token", best === null ? undefined : formatMeasure(bits(best), 4)],
      [
        "bigram's perplexity",
        baselines && formatMeasure(perplexity(baselines.bigram), 2),
      ],
    ])
  }${
    note(
      `Trained on ${corpus.npm ?? basename(corpus.path ?? "")}, whose SHA-256 begins with ` +
        `${hashes.corpus.slice(0, 12)}; checkpoint ${checkpoint}. The page has the weights in ` +
        "float32 and runs the model itself: nothing is loaded, and nothing that is written here " +
        "leaves it.",
    )
  }${details("Config", markup`<pre tabindex="0">${formatForOthers(experiment)}</pre>`)}`;
}
