/** Follows the metrics of a run, which another process writes. */
import * as fs from "node:fs";
import { join } from "node:path";
import type { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { metricsFile } from "../../run/run_directory.ts";
import { thinnedPoints } from "./thinned_points.ts";
import type { CurvePoint } from "./watched_run.ts";

export interface MetricsTail {
  /**
   * The points since the last time; undefined where there is nothing new. They are anew the first
   * time, and when the file was cut, as training does that goes on from a checkpoint.
   */
  readonly next: Effect.Effect<
    { readonly anew: boolean; readonly points: readonly CurvePoint[] } | undefined,
    InputError
  >;
}

/** Bytes of one read. */
const stretch = 1 << 20;

const lineBreak = 0x0a;

/**
 * Reads no more than the file's new bytes; holds none of its lines.
 *
 * @param limit points of a split at a time, about
 */
export function metricsTail(directory: string, limit: number): MetricsTail {
  const file = join(directory, metricsFile);
  const decoder = new TextDecoder();
  let position = 0, isFirst = true;
  return {
    next: tryRead(file, () => {
      const size = plainSize(file);
      const anew = isFirst || size < position;
      if (anew) position = 0;
      if (size === position && !anew) return undefined;
      isFirst = false;
      const thinned = thinnedPoints(limit);
      const bytes = new Uint8Array(Math.min(stretch, size - position));
      const opened = size === 0 ? undefined : fs.openSync(file, "r");
      try {
        while (opened !== undefined && position < size) {
          const read = fs.readSync(opened, bytes, 0, bytes.length, position);
          // What follows the last line break is half a line, or one too long to be one.
          const end = bytes.subarray(0, read).lastIndexOf(lineBreak) + 1;
          if (end === 0 && read < stretch) break;
          for (const line of decoder.decode(bytes.subarray(0, end)).split("\n")) {
            thinned.add(line);
          }
          position += end === 0 ? read : end;
        }
      } finally {
        if (opened !== undefined) fs.closeSync(opened);
      }
      const points = thinned.points();
      return points.length === 0 && !anew ? undefined : { anew, points };
    }),
  };
}

/** 0 for what is no plain file: a link may lead out of the folder. */
function plainSize(file: string): number {
  const status = fs.lstatSync(file, { throwIfNoEntry: false });
  return status?.isFile() ? status.size : 0;
}
