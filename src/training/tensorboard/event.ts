/**
 * TensorBoard's events, with the field numbers of
 * https://github.com/tensorflow/tensorboard/blob/2.18.0/tensorboard/compat/proto/event.proto and
 * summary.proto
 */
import { PbfWriter } from "pbf";

/** What an event says. */
export type EventContent =
  /** The first of every file. */
  | { readonly kind: "version" }
  /** Steps from the event's own on are written anew: those of before are not shown. */
  | { readonly kind: "restart" }
  /** Numbers by their tags, `loss/train`. */
  | { readonly kind: "scalars"; readonly scalars: ReadonlyMap<string, number> };

export interface TrainingEvent {
  /** Seconds since 1970. */
  readonly seconds: number;
  readonly step: number;
  readonly content: EventContent;
}

/** The message of an event. */
export function encodeEvent({ seconds, step, content }: TrainingEvent): Uint8Array {
  const message = new PbfWriter();
  message.writeDoubleField(1, seconds);
  message.writeVarintField(2, step);
  switch (content.kind) {
    case "version":
      message.writeStringField(3, "brain.Event:2");
      break;
    case "restart":
      message.writeMessage(7, writeRestart, undefined);
      break;
    case "scalars":
      message.writeMessage(5, writeSummary, content.scalars);
  }
  return message.finish();
}

/** SessionLog, with SessionStatus.START */
function writeRestart(_: undefined, message: PbfWriter): void {
  message.writeVarintField(1, 1);
}

function writeSummary(scalars: ReadonlyMap<string, number>, message: PbfWriter): void {
  for (const scalar of scalars) message.writeMessage(1, writeScalar, scalar);
}

function writeScalar([tag, value]: readonly [string, number], message: PbfWriter): void {
  message.writeStringField(1, tag);
  message.writeFloatField(2, value);
}
