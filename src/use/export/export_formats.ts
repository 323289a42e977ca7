import type { ExportFormat } from "./export_format.ts";
import { json } from "./json.ts";
import { onnx } from "./onnx.ts";
import { safetensors } from "./safetensors.ts";

/** Every format that a model can be exported in. */
export const exportFormats = { safetensors, json, onnx } satisfies Record<string, ExportFormat>;

export type ExportFormatName = keyof typeof exportFormats;
