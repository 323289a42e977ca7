import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import type { Model } from "../../model/model.ts";
import { gateNodes } from "./gate_nodes.ts";

/** Refuses a model that has gates of a user's own: they are code, of which ONNX knows nothing. */
export function checkGates({ layers }: Model): Effect.Effect<void, UnexportableGate> {
  for (const { cell, nodes } of layers) {
    for (const node of nodes) {
      if (node.op === "gate" && !gateNodes.has(node.gate)) {
        return Effect.fail(new UnexportableGate({ gate: node.gate, cell }));
      }
    }
  }
  return Effect.void;
}

/** A gate in TypeScript, in a model that is exported as operators of ONNX. */
export class UnexportableGate extends InputError.extend<UnexportableGate>("UnexportableGate")({
  _tag: Schema.tag("UnexportableGate"),
  gate: Schema.String,
  cell: Schema.String,
}) {
  override get message(): string {
    return `Cell "${this.cell}" calls "${this.gate}", a gate in TypeScript, for which ONNX has ` +
      "no operator; write it as equations, or export the weights with --format safetensors";
  }
}
