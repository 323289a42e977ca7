/** The model that a server has loaded, and what its requests share. */
import { Context } from "effect";
import type { OpenedModel } from "../../use/generation/open_model.ts";
import type { SamplerRoom } from "../../use/sampling/sampler.ts";

export class ServedModel extends Context.Service<ServedModel, {
  /** What clients call it: the name of the run's directory. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: OpenedModel;
  /** Tokens that are never written. */
  readonly banned: ReadonlySet<number>;
  readonly room: SamplerRoom;
}>()("serve/ServedModel") {}
