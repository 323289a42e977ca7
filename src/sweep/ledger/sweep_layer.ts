/** Ledger and queue on a store, for as long as a scope lasts. */
import { type Effect, Layer } from "effect";
import type { SqlClient } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { storeLayer } from "../store/open_store.ts";
import type { StoreAddress } from "../store/store_address.ts";
import { Ledger } from "./ledger.ts";
import { TaskQueue } from "./task_queue.ts";

/**
 * @param lease seconds after which a task whose worker says nothing goes to another
 * @param before done once the store is open, before queue and ledger, which need their tables
 */
export const sweepLayer = <E>(
  address: StoreAddress,
  lease: number,
  before: Effect.Effect<void, E, SqlClient.SqlClient>,
): Layer.Layer<Ledger | TaskQueue | SqlClient.SqlClient, RunError | E> =>
  Layer.mergeAll(Ledger.layer, TaskQueue.layer(lease)).pipe(
    Layer.provide(Layer.effectDiscard(before)),
    Layer.provideMerge(storeLayer(address)),
  );
