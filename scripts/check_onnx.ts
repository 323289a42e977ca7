/**
 * Exports models of many cells to ONNX and compares what they give in ONNX Runtime with what they
 * give here; where Python's onnx is there, its checker looks at every file.
 *
 *   deno task onnx            ends with 1 where a model differs by more than 1e-4
 */
import "../src/base/prevent_async_resources.ts"; // before Effect, as the program itself does
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Effect, References } from "effect";
import { makeScreen, Screen } from "../src/base/terminal/screen.ts";
import { installPackages } from "./install_packages.ts";
import { compareCase, type Compared, type Runtime } from "./onnx/compare_case.ts";
import { onnxCases } from "./onnx/onnx_cases.ts";

const here = fileURLToPath(new URL("onnx/", import.meta.url));
const tolerance = 1e-4;

/** What ONNX's checker says of the files: its version, or the first fault; undefined without it. */
function checkFiles(files: readonly string[]): { fault?: string; version: string } | undefined {
  const python = ["python3", "/usr/bin/python3"].find((name) =>
    spawnSync(name, ["-c", "import onnx"], { stdio: "ignore" }).status === 0
  );
  if (python === undefined) return undefined;
  const { status, stdout, stderr } = spawnSync(python, [join(here, "check_files.py"), ...files], {
    encoding: "utf8",
  });
  return status === 0 ? { version: stdout.trim() } : { version: "", fault: stderr };
}

const row = ({ name, tokens, step, sequence }: Compared): string =>
  `${name.padEnd(36)} ${String(tokens).padStart(6)}   ${step.toExponential(1)}   ${
    sequence.toExponential(1)
  }`;

const check = Effect.gen(function* () {
  const folder = mkdtempSync(join(tmpdir(), "unroll-onnx-"));
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })));
  const runtime: Runtime = yield* Effect.promise(() =>
    import(new URL("onnx/runtime.mjs", import.meta.url).href)
  );
  console.log("largest differences from ours       tokens   logit     log-probability");
  const files: string[] = [];
  let differing = 0;
  for (const onnxCase of onnxCases) {
    const compared = yield* Effect.scoped(compareCase(onnxCase, runtime, folder));
    console.log(row(compared));
    files.push(...compared.files);
    if (!(compared.step <= tolerance && compared.sequence <= tolerance)) differing++;
  }
  const checked = checkFiles(files);
  if (checked === undefined) console.log("ONNX's checker was left out: Python has no onnx");
  else if (checked.fault !== undefined) console.log(`ONNX's checker: ${checked.fault}`);
  else console.log(`ONNX's checker ${checked.version}: ${files.length} files are valid`);
  if (differing > 0) console.log(`${differing} models differ by more than ${tolerance}`);
  return differing === 0 && checked?.fault === undefined;
});

const missing = installPackages(here);
if (missing !== undefined) {
  console.log(`Left out, ONNX Runtime could not be installed: ${missing}`);
} else {
  const quietly = check.pipe(
    Effect.provideService(Screen, makeScreen({ write: () => {} }, true)),
    Effect.provideService(References.MinimumLogLevel, "Error"),
    Effect.scoped,
  );
  process.exitCode = await Effect.runPromise(quietly) ? 0 : 1;
}
