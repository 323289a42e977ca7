/** Flags of the commands that train trials. */
import { Config, Effect, Result, type Schema } from "effect";
import { Flag } from "effect/cli";
import { wholeNumber } from "../../config/fields.ts";
import { type StoreAddress, storeAddress } from "../../sweep/store/store_address.ts";
import { Duration } from "../../sweep/duration.ts";
import { decoded, optionalFlag } from "./flags.ts";
import { RefusedValue } from "./refused_value.ts";

const count = (name: string, least: number) => (flag: Flag.Flag<string>) =>
  flag.pipe(
    Flag.map((typed): unknown => /^[0-9]+$/.test(typed) ? Number(typed) : typed),
    decoded(name, wholeNumber(least, 1024) as Schema.Decoder<number>),
    optionalFlag,
  );

/** `--parallel N`. */
export const parallel = (least: number) =>
  Flag.String("parallel").pipe(
    Flag.withMetavar("N"),
    Flag.withDescription(
      "Number of trials to train at once; default processors divided by --workers",
    ),
    count("parallel", least),
  );

/** `--workers N` of each trial. */
export const trialWorkers = Flag.String("workers").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription(
    "Number of threads per trial; never changes a result; default 1, or processors divided by " +
      "--parallel where that is given",
  ),
  count("workers", 1),
);

/** `--oversubscribe`. */
export const oversubscribe = Flag.Boolean("oversubscribe").pipe(
  Flag.withDescription("Allow more threads than there are processors"),
  Flag.withDefault(false),
);

/** `--lease 60s`. */
export const lease = Flag.String("lease").pipe(
  Flag.withMetavar("TIME"),
  Flag.withDescription(
    "Time after which a silent worker loses its task, the same for all workers; default 60 s",
  ),
  Flag.withDefault("60 s"),
  decoded("lease", Duration),
);

/** `--checkpoints files|store`. */
export const keepInStore = Flag.Literals("checkpoints", ["files", "store"]).pipe(
  Flag.withDescription(
    "Where other machines find checkpoints: shared files or the store; default files",
  ),
  Flag.withDefault("files"),
  Flag.map((where) => where === "store"),
);

/** `--retry failed`. */
export const retryFailed = Flag.Literals("retry", ["failed"]).pipe(
  Flag.withDescription("Run failed trials again, from their last checkpoints; default none"),
  optionalFlag,
  Flag.map((which) => which !== undefined),
);

/** `--store URL`, or `UNROLL_STORE` in the environment, where other users don't see a password. */
export const store: Flag.Flag<StoreAddress> = Flag.String("store").pipe(
  Flag.withMetavar("URL"),
  Flag.withDescription(
    "Where the sweep's state is: postgres://… or FILE.sqlite; default UNROLL_STORE",
  ),
  Flag.withFallbackConfig(Config.String("UNROLL_STORE")),
  Flag.mapEffect((typed) => {
    const address = storeAddress(typed);
    if (Result.isSuccess(address)) return Effect.succeed(address.success);
    return Effect.fail(
      new RefusedValue({
        option: "store",
        value: "",
        expected: address.failure.message,
        kind: "flag",
      }),
    );
  }),
);
