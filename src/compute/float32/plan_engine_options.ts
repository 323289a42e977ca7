/** The options of the float32 engine. */
import type { Product } from "../../kernels/product.ts";
import type { Model, Values } from "../../model/model.ts";
import type { EngineOptions } from "../engine.ts";
import type { Capacity } from "../plan/plan.ts";

export interface PlanEngineOptions extends EngineOptions {
  readonly model: Model;
  readonly weights: Values;
  readonly capacity: Capacity;
  readonly gemm: Product["kind"];
  readonly workers: number;
  readonly processors: number;
  /** Whether the workers time where their steps go; false if absent. */
  readonly profile?: boolean;
}
