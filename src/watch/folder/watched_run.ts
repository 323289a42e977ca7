/** What the page knows of a run or a sweep before it is chosen. */
import type { Setting } from "../../use/run_settings.ts";

export interface WatchedRun {
  readonly kind: "run";
  /** Name of its directory. */
  readonly name: string;
  readonly status: string;
  /** ISO 8601 in UTC. */
  readonly started: string;
  readonly steps: number;
  /** Epochs of the config; undefined where it does not say. */
  readonly epochs: number | undefined;
  /** Tokens of all those epochs; undefined for a run of an older version. */
  readonly tokens: number | undefined;
  /** Least watched loss in nats per token; null before the first. */
  readonly loss: number | null;
  /** The config by key path. */
  readonly settings: Readonly<Record<string, Setting>>;
}

export interface WatchedSweep {
  readonly kind: "sweep";
  readonly name: string;
}

export type Watched = WatchedRun | WatchedSweep;

/** A line of metrics as the page draws it: those of its numbers that are finite. */
export interface CurvePoint {
  readonly step: number;
  readonly epoch: number;
  /** Tokens predicted in training so far. */
  readonly tokens: number;
  readonly split: "train" | "valid" | "test";
  /** Nats per token. */
  readonly loss: number | null;
  readonly learningRate?: number;
  readonly gradientNorm?: number;
  readonly tokensPerSecond?: number;
}

/** What the server tells the page, as events of these names. */
export interface WatchEvents {
  /** All that is in the folder, when something has changed. */
  readonly folder: readonly Watched[];
  /** Points of a run; `anew` replaces those that were told before. */
  readonly points: {
    readonly run: string;
    readonly anew: boolean;
    readonly points: readonly CurvePoint[];
  };
  /** What a sweep has come to, as the parts of its report in HTML. */
  readonly sweep: { readonly name: string; readonly html: string };
}
