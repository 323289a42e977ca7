/** Threads with the same interface on every runtime: Node has no `Worker` as browsers, Deno and Bun do. */
import { parentPort, Worker as NodeWorker } from "node:worker_threads";
import process from "node:process";

/** What a `Worker` has that is used here. */
export type Thread = Pick<
  Worker,
  "onmessage" | "onerror" | "postMessage" | "terminate" | "addEventListener"
>;

/** Starts a thread that runs a module. */
export const startThread = (module: URL): Thread =>
  typeof Worker === "undefined" ? onNode(module) : new Worker(module, { type: "module" });

/** The thread that a module runs in, as its code sees it. */
export interface OwnThread<In, Out> {
  readonly receive: (hear: (data: In) => void) => void;
  readonly send: (message: Out) => void;
  readonly end: () => void;
}

/** The thread that this module runs in. */
export function ownThread<In, Out>(): OwnThread<In, Out> {
  const port = typeof Worker === "undefined" ? parentPort : null;
  if (port !== null) {
    return {
      receive: (hear) => void port.on("message", hear),
      send: (message) => port.postMessage(message),
      end: () => process.exit(),
    };
  }
  const scope = globalThis as unknown as {
    onmessage: (event: MessageEvent<In>) => void;
    postMessage(message: Out): void;
    close(): void;
  };
  return {
    receive: (hear) => void (scope.onmessage = ({ data }) => hear(data)),
    send: (message) => scope.postMessage(message),
    end: () => scope.close(),
  };
}

/** A thread of Node in the form of a `Worker`. */
function onNode(module: URL): Thread {
  const worker = new NodeWorker(module);
  const thread = {
    onmessage: null as ((event: MessageEvent) => void) | null,
    onerror: null as ((event: ErrorEvent) => void) | null,
    postMessage: worker.postMessage.bind(worker),
    terminate: () => void worker.terminate(),
    addEventListener: (_: "close", hear: () => void, { signal }: { signal: AbortSignal }) => {
      worker.on("exit", hear);
      signal.addEventListener("abort", () => worker.off("exit", hear));
    },
  };
  worker.on("message", (data) => thread.onmessage?.({ data } as MessageEvent));
  worker.on(
    "error",
    ({ message }) => thread.onerror?.({ message, preventDefault: () => {} } as ErrorEvent),
  );
  return thread as unknown as Thread;
}
