/** Texts that an inference writes side by side: rows of one batch, whatever prompts they follow. */
import { Result } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { Inference } from "../../compute/inference/inference.ts";
import type { Sampler } from "../sampling/sampler.ts";

type Logits = Float32Array | Float64Array;

/** Texts side by side at most: more make a batch no faster, but take memory. */
export const mostSideBySide = 32;

/** Tokens of a prompt that are read between two tokens of the texts beside it. */
const promptSlice = 64;

/** Samples that follow one prompt. */
export interface Writing {
  /** The prompt's tokens, read from a fresh state; none if the last row has read it already. */
  readonly prompt: Int32Array;
  /** Hears each token of the prompt but the first, and the logits before it. */
  readonly hear?: (token: number, logits: Logits) => void;
  /** How many; with none, the prompt is only read. */
  readonly samples: number;
  readonly draw: Sampler["draw"];
  /**
   * Takes the next token of a sample (from 0), and the logits that it was drawn from. Returns whether
   * the sample goes on.
   */
  readonly take: (sample: number, token: number, logits: Logits) => boolean;
  /** Hears that all samples are done, or why they can't be. */
  readonly end: (result: Result.Result<void, RunError>) => void;
}

/** The end of a sentence, and what a new one begins with; undefined if the text goes on. */
export interface SentenceMarks {
  readonly end: number | undefined;
  readonly start: number | undefined;
}

export interface SideBySide {
  /** Samples that get rows as rows are free, after those that were added before. */
  readonly add: (writing: Writing) => void;
  /** Ends a writing without a word; called between two rounds. */
  readonly remove: (writing: Writing) => void;
  /** One token more for each text that is under way; returns whether there is more to do. */
  readonly round: () => boolean;
  /** Samples that have no row yet. */
  readonly waiting: () => number;
  /** Ends all, because of what a round threw. */
  readonly fail: (error: RunError) => void;
}

interface Queued {
  readonly writing: Writing;
  /** Tokens of the prompt that are read. */
  read: number;
  begun: number;
  ended: number;
  /** Whether it has failed or nobody wants it any more. */
  isOver: boolean;
}

interface Row {
  readonly of: Queued;
  readonly sample: number;
  position: number;
}

/**
 * Rows that are written side by side. The prompt that is being read stays in the inference's last
 * row. A text that ends makes room for the next one. After the end of a sentence a new one may begin.
 * No text depends on the others.
 */
export const sideBySide = (
  inference: Inference,
  { end, start }: SentenceMarks,
): SideBySide => {
  const promptRow = inference.rows - 1;
  const most = Math.min(mostSideBySide, promptRow);
  const tokens = new Int32Array(most);
  const queue: Queued[] = [];
  const running: Row[] = [];

  /** Begins a sample of the prompt that is read, if one waits. */
  const begin = (row: number): boolean => {
    const of = queue[0];
    if (of === undefined || of.read < of.writing.prompt.length) return false;
    inference.copy(promptRow, row);
    running[row] = { of, sample: of.begun++, position: 0 };
    if (of.begun === of.writing.samples) queue.shift();
    return true;
  };
  /** Reads prompts that wait, a slice of tokens in all, and begins samples while rows are free. */
  const admit = () => {
    for (let room = promptSlice; queue.length > 0;) {
      const front = queue[0]!;
      const { writing } = front;
      room -= readSlice(inference, promptRow, front, room);
      if (front.read < writing.prompt.length) return;
      if (writing.samples === 0) {
        queue.shift();
        writing.end(Result.succeed(undefined));
      }
      while (running.length < most && begin(running.length));
      if (queue[0] === front) return;
    }
  };
  /** The row's sample is over: the next one takes its place, or the last row does. */
  const replace = (row: number) => {
    const { of } = running[row]!;
    of.ended++;
    if (!begin(row)) {
      const last = running.pop()!;
      if (row < running.length) {
        inference.copy(running.length, row);
        running[row] = last;
      }
    }
    if (!of.isOver && of.ended === of.writing.samples) of.writing.end(Result.succeed(undefined));
  };
  const leave = (of: Queued) => {
    of.isOver = true;
    const at = queue.indexOf(of);
    if (at >= 0) queue.splice(at, 1);
  };
  /** Draws the token of each row; rows whose text is over are replaced. */
  const drawAll = () => {
    for (let row = 0; row < running.length;) {
      const { of, sample, position } = running[row]!;
      const logits = inference.logits(row);
      const drawn = of.isOver ? undefined : of.writing.draw(logits, position, sample);
      if (drawn !== undefined && Result.isFailure(drawn)) {
        leave(of);
        of.writing.end(Result.fail(drawn.failure));
      }
      if (
        drawn === undefined || Result.isFailure(drawn) ||
        !of.writing.take(sample, drawn.success, logits)
      ) {
        replace(row);
        continue;
      }
      tokens[row] = drawn.success;
      running[row++]!.position++;
    }
  };
  const stepAll = () => {
    for (let row = 0; row < running.length; row++) {
      if (tokens[row] !== end || start === undefined) continue;
      inference.begin(row);
      tokens[row] = start;
    }
    if (running.length > 0) inference.step(tokens.subarray(0, running.length));
  };
  return {
    add: (writing) => queue.push({ writing, read: 0, begun: 0, ended: 0, isOver: false }),
    remove: (writing) =>
      [...queue, ...running.map(({ of }) => of)].filter((of) => of.writing === writing)
        .forEach(leave),
    round: () => {
      admit();
      drawAll();
      stepAll();
      return running.length + queue.length > 0;
    },
    waiting: () => queue.reduce((sum, { writing, begun }) => sum + writing.samples - begun, 0),
    fail: (error) => {
      const all = new Set([...queue, ...running.map(({ of }) => of)]);
      queue.length = running.length = 0;
      for (const { isOver, writing } of all) if (!isOver) writing.end(Result.fail(error));
    },
  };
};

/** Reads at most `room` tokens of a prompt, one by one if somebody hears of each; returns how many. */
const readSlice = (inference: Inference, row: number, queued: Queued, room: number): number => {
  const { writing: { prompt, hear }, read } = queued;
  const slice = prompt.subarray(read, read + room);
  if (slice.length === 0) return 0;
  if (read === 0) inference.begin(row);
  if (hear === undefined) inference.read(row, slice);
  else {
    slice.forEach((token, at) => {
      if (read + at > 0) hear(token, inference.logits(row));
      inference.read(row, slice.subarray(at, at + 1));
    });
  }
  queued.read += slice.length;
  return slice.length;
};
