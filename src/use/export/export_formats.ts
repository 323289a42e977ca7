import type { ExportFormat } from "./export_format.ts";
import { json } from "./json.ts";
import { onnx } from "./onnx.ts";
import { page } from "./page.ts";
import { safetensors } from "./safetensors.ts";

/** Every format that a model can be exported in. */
export const exportFormats = { safetensors, json, onnx, page } satisfies Record<
  string,
  ExportFormat
>;

export type ExportFormatName = keyof typeof exportFormats;
