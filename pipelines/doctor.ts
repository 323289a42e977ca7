/** Doctor: the machine → what it has for this program, and what would make it faster. */
import { Console, Effect } from "effect";
import { examine } from "../src/doctor/examination.ts";
import { formatExamination } from "../src/doctor/format_examination.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";

export interface DoctorOptions {
  /** A store of sweeps that is to be reached. */
  readonly store: StoreAddress | undefined;
  readonly json: boolean;
}

/** Prints what this machine has. */
export const doctor = ({ store, json }: DoctorOptions): Effect.Effect<void> =>
  Effect.flatMap(
    examine(store),
    (found) => Console.log(json ? JSON.stringify(found, null, 2) : formatExamination(found)),
  );
