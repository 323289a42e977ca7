import type { Product } from "./kernels.ts";

export type ProductKind = Product["kind"];
