import { describeProducts } from "../run/environment_changes.ts";
import type { Manifest } from "../run/manifest.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { details, pairs } from "../base/html/page.ts";

/** What a manifest says, and below it the whole of it. */
export function manifestTable(manifest: Manifest): Html {
  const { engine, runtime, hashes } = manifest;
  return markup`${
    pairs("Manifest", [
      ["experiment", manifest.name],
      ["command", markup`<code>${manifest.command.join(" ")}</code>`],
      ["started", manifest.started],
      ["ended", manifest.ended ?? "–"],
      ...manifest.resumed.map(({ at, step }) => ["resumed", `${at} at step ${step}`] as const),
      ["engine", `${engine.precision}, ${describeProducts(engine)}`],
      ["workers", engine.workers],
      ["runtime", `${runtime.name} ${runtime.version}, ${runtime.os} ${runtime.architecture}`],
      ["processor", `${runtime.cpu}, ${runtime.cores} cores`],
      ["best checkpoint", manifest.best ?? "–"],
      ["last checkpoint", manifest.last ?? "–"],
      ...Object.entries(hashes).map(([name, hash]) =>
        [
          `SHA-256 of ${name}`,
          markup`<code>${hash}</code>`,
        ] as const
      ),
    ])
  }${details("The whole manifest", markup`<pre>${JSON.stringify(manifest, null, 2)}</pre>`)}`;
}
