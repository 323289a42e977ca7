import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { InputError, RunError } from "../../base/errors.ts";
import { failing, newFolder } from "../../run/test_support.ts";
import { nothingWritten, openJsonlSink } from "./jsonl_sink.ts";
import { metricsLine } from "./metrics_line.ts";

const line = (step: number) =>
  metricsLine({ step, epoch: 1, tokens: step * 10, split: "train", loss: 1 / step });
const text = (...steps: number[]) =>
  steps.map((step) => `${JSON.stringify(line(step))}\n`).join("");

/** Whether the system has a file and the runtime's permissions allow to write it. */
function canOpen(file: string): boolean {
  try {
    fs.closeSync(fs.openSync(file, "r+"));
    return true;
  } catch {
    return false;
  }
}

describe("openJsonlSink", () => {
  effect("appends lines, and tells how long the file is after a flush", function* () {
    const folder = yield* newFolder;
    const file = path.join(folder, "metrics.jsonl");
    const length = yield* Effect.scoped(Effect.gen(function* () {
      const sink = yield* openJsonlSink(file, nothingWritten);
      assert.equal((yield* sink.flush).bytes, 0);
      yield* sink.write(line(1));
      yield* sink.write(line(2));
      return yield* sink.flush;
    }));
    assert.equal(fs.readFileSync(file, "utf8"), text(1, 2));
    assert.deepEqual(length, {
      bytes: fs.statSync(file).size,
      sha256: createHash("sha256").update(text(1, 2)).digest("hex"),
    });
  });

  effect(
    "cuts the file where the checkpoint was, half a last line too, and goes on there",
    function* () {
      const folder = yield* newFolder;
      const file = path.join(folder, "metrics.jsonl");
      fs.writeFileSync(file, text(1, 2, 3) + '{"step":4,"ep');
      yield* Effect.scoped(Effect.gen(function* () {
        const sink = yield* openJsonlSink(file, { bytes: text(1, 2).length });
        yield* sink.write(line(7));
        assert.equal((yield* sink.flush).bytes, text(1, 2, 7).length);
      }));
      assert.equal(fs.readFileSync(file, "utf8"), text(1, 2, 7));
    },
  );

  effect("refuses a file that has lost lines, and leaves it as it is", function* () {
    const folder = yield* newFolder;
    const file = path.join(folder, "metrics.jsonl");
    fs.writeFileSync(file, text(1));
    const error = yield* failing(openJsonlSink(file, { bytes: text(1, 2).length }));
    assert.ok(error instanceof InputError);
    assert.match(error.message, /the checkpoint was written at \d+ bytes: lines are missing$/);
    assert.equal(fs.readFileSync(file, "utf8"), text(1));
  });

  effect("refuses a file whose lines were changed, and leaves it as it is", function* () {
    const folder = yield* newFolder;
    const file = path.join(folder, "metrics.jsonl");
    const written = yield* Effect.scoped(Effect.gen(function* () {
      const sink = yield* openJsonlSink(file, nothingWritten);
      yield* sink.write(line(1));
      yield* sink.write(line(2));
      return yield* sink.flush;
    }));
    for (const changed of [text(1, 3), "\0".repeat(written.bytes + 9), text(2, 1, 4)]) {
      fs.writeFileSync(file, changed);
      const error = yield* failing(openJsonlSink(file, written));
      assert.ok(error instanceof InputError);
      assert.match(error.message, /was changed: its first \d+ bytes are not those of the check/);
      assert.equal(fs.readFileSync(file, "utf8"), changed);
    }
    fs.writeFileSync(file, text(1, 2, 3));
    yield* Effect.scoped(Effect.gen(function* () {
      const sink = yield* openJsonlSink(file, written);
      assert.deepEqual(yield* sink.flush, written);
    }));
  });

  effect("says when the file was removed or replaced under the run", function* () {
    const folder = yield* newFolder;
    const file = path.join(folder, "metrics.jsonl");
    const flushAfter = (change: () => void) =>
      failing(Effect.gen(function* () {
        const sink = yield* openJsonlSink(file, nothingWritten);
        change();
        return yield* sink.flush;
      }));
    const removed = yield* flushAfter(() => fs.rmSync(file));
    assert.ok(removed instanceof RunError);
    assert.match(removed.message, /metrics.jsonl": It does not exist/);
    const replaced = yield* flushAfter(() => {
      fs.writeFileSync(`${file}.new`, "");
      fs.renameSync(`${file}.new`, file);
    });
    assert.match(replaced.message, /was removed or replaced during the run$/);
  });

  effect(
    "says when the file was emptied, cut or written to under the run, before anything is claimed",
    function* () {
      const folder = yield* newFolder;
      const file = path.join(folder, "metrics.jsonl");
      const after = (change: () => void, then: "write" | "flush" | "takeBack") => {
        fs.rmSync(file, { force: true });
        return failing(Effect.gen(function* () {
          const sink = yield* openJsonlSink(file, nothingWritten);
          yield* sink.write(line(1));
          yield* sink.write(line(2));
          change();
          yield* then === "write"
            ? sink.write(line(3))
            : then === "flush"
            ? sink.flush
            : sink.takeBack(0);
        }));
      };
      const bytes = text(1, 2).length;
      for (const then of ["write", "flush", "takeBack"] as const) {
        for (const left of [0, 5, bytes - 1]) {
          const error = yield* after(() => fs.truncateSync(file, left), then);
          assert.ok(error instanceof RunError);
          assert.equal(
            error.message,
            `"${file}" was changed during the run: it has ${left} bytes, expected ${bytes}; ` +
              "lines of metrics are lost",
          );
          assert.equal(fs.statSync(file).size, left, "nothing is written after the gap");
        }
        const more = yield* after(() => fs.appendFileSync(file, "{}\n"), then);
        assert.match(more.message, /was changed during the run: it has \d+ bytes, expected \d+$/);
      }
    },
  );

  effect("says why a file can't be opened", function* () {
    const folder = yield* newFolder;
    const error = yield* failing(openJsonlSink(path.join(folder, "gone", "m"), nothingWritten));
    assert.ok(error instanceof RunError);
    assert.match(error.message, /^Cannot write ".*m": It does not exist \(ENOENT\)$/);
  });

  it(
    "reports a full device",
    { skip: !canOpen("/dev/full") },
    async () => {
      const error = await Effect.runPromise(failing(
        Effect.flatMap(openJsonlSink("/dev/full", nothingWritten), (sink) => sink.write(line(1))),
      ));
      assert.ok(error instanceof RunError);
      assert.equal(
        error.message,
        'Cannot write "/dev/full": No space is left on the device (ENOSPC)',
      );
    },
  );
});
