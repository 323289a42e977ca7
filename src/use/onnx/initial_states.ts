import { parameterKey } from "../../model/build_model.ts";
import type { Model, Values } from "../../model/model.ts";
import { stateName } from "./step_graph.ts";

/** A state as an input of the step model. */
export interface InitialState {
  readonly name: string;
  readonly size: number;
  /** What it begins with where that was learned; undefined is zeros. */
  readonly values: ArrayLike<number> | undefined;
}

/** The states of all layers in the order of the step model's inputs. */
export const initialStates = (
  { layers }: Pick<Model, "layers">,
  weights: Values,
): readonly InitialState[] =>
  layers.flatMap(({ states, parameters }, layer) =>
    states.map(({ name, size, learned }) => ({
      name: stateName(name, layer),
      size,
      values: learned === undefined
        ? undefined
        : weights.get(parameterKey(layer, parameters[learned]!.name)),
    }))
  );
