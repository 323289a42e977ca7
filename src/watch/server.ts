/** The HTTP server of the page that follows a folder of runs. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Effect, Stream } from "effect";
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http";
import { type InputError, RunError } from "../base/errors.ts";
import { tryRead } from "../base/files/file_error.ts";
import { programFile } from "../base/program_files.ts";
import { mayListen } from "../base/runtime.ts";
import { runReport } from "../report/run_report.ts";
import { viewRun } from "../report/view_run.ts";
import { type Address, answerAt } from "../serve/answer_at.ts";
import { NoNetwork } from "../serve/unusable_address.ts";
import { watchEvents } from "./events.ts";
import { folderWatcher } from "./folder/folder_watcher.ts";
import { plainFailure } from "./plain_failure.ts";
import { checkWatcher, queryOf } from "./watch_guard.ts";
import { watchDocument } from "./watch_document.ts";
import type { WatchedFolder } from "./watched_folder.ts";

/** What `deno task page` builds of src/watch/page. */
const scriptFile = programFile("src/watch/page/watch_script.js");

/** Serves the page until it is interrupted; `ready` hears its address, with the token. */
export const serveWatch = (
  folder: string,
  address: Address,
  ready: (url: string) => Effect.Effect<void>,
): Effect.Effect<never, InputError | RunError> =>
  Effect.gen(function* () {
    if (!mayListen(address.host, address.port)) return yield* new NoNetwork();
    const token = randomBytes(16).toString("hex");
    const server = createServer();
    const answer = yield* HttpRouter.toHttpEffect(
      routes({ folder, look: folderWatcher(folder) }),
    );
    yield* answerAt(server, address, guarded(token, answer), (url) =>
      ready(`${url}/?token=${token}`));
    // Pages listen for good, so nobody waits for them.
    yield* Effect.addFinalizer(() =>
      Effect.sync(() =>
        server.closeAllConnections()
      )
    );
    return yield* Effect.never;
  }).pipe(Effect.scoped);

type Answer<E, R> = Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>;

const guarded = <E, R>(token: string, answer: Answer<E, R>) =>
  Effect.gen(function* () {
    yield* checkWatcher(token, yield* HttpServerRequest.HttpServerRequest);
    return yield* answer;
  }).pipe(
    Effect.catchCause(plainFailure),
    Effect.map(HttpServerResponse.setHeaders({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    })),
  );

const routes = (watched: WatchedFolder) =>
  HttpRouter.addAll([
    HttpRouter.route(
      "GET",
      "/",
      Effect.map(
        tryRead(fileURLToPath(scriptFile), () => readFileSync(scriptFile, "utf8")),
        (script) => HttpServerResponse.html(watchDocument(watched.folder, script)),
      ),
    ),
    HttpRouter.route("GET", "/events", (request) => events(watched, request)),
    HttpRouter.route("GET", "/report", (request) => report(watched, request)),
  ]);

const events = Effect.fnUntraced(function* (
  watched: WatchedFolder,
  { url }: HttpServerRequest.HttpServerRequest,
) {
  const query = queryOf(url);
  const there = new Set((yield* watched.look).map(({ name }) => name));
  const runs = query.getAll("run").filter((name) => there.has(name));
  const sweep = query.getAll("sweep").find((name) => there.has(name));
  return HttpServerResponse.stream(Stream.encodeText(watchEvents(watched, { runs, sweep })), {
    contentType: "text/event-stream",
  });
});

/** The report of a run, as it stands now. */
const report = Effect.fnUntraced(function* (
  { folder, look }: WatchedFolder,
  { url }: HttpServerRequest.HttpServerRequest,
) {
  const wanted = queryOf(url).get("run");
  const run = (yield* look).find(({ kind, name }) => kind === "run" && name === wanted);
  if (run === undefined) return HttpServerResponse.text("There is no such run", { status: 404 });
  return HttpServerResponse.html(runReport(yield* viewRun(join(folder, run.name))));
});
