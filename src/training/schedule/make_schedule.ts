import { constant } from "./constant.ts";
import { cosine } from "./cosine.ts";
import { halveOnRise } from "./halve_on_rise.ts";
import { plateau } from "./plateau.ts";
import type { Schedule, ScheduleSpan } from "./schedule.ts";
import type { ScheduleConfig } from "./schema.ts";
import { stepDecay } from "./step_decay.ts";
import { warmUp } from "./warmup.ts";

/** The schedule that `training.schedule` describes, for a run of this length. */
export function makeSchedule(config: ScheduleConfig, span: ScheduleSpan): Schedule {
  return warmUp(config.warmup, span, (rest) => afterWarmUp(config, rest));
}

function afterWarmUp(config: ScheduleConfig, span: ScheduleSpan): Schedule {
  switch (config.kind) {
    case "constant":
      return constant(span);
    case "halve-on-rise":
      return halveOnRise(config, span);
    case "step":
      return stepDecay(config, span);
    case "plateau":
      return plateau(config, span);
    case "cosine":
      return cosine(config, span);
  }
}
