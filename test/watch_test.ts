import { after, before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, renameSync } from "node:fs";
import { request } from "node:http";
import { basename, dirname, join } from "node:path";
import { commandLine } from "./support/command_line.ts";
import { madeSentences } from "./support/made_text.ts";
import { hasBun, type RuntimeUnderTest, start, type Started } from "./support/program.ts";
import { type Json, metricsLines } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "text.txt": madeSentences(120).join(" "),
  "run.yaml": `
name: followed
corpus: { path: text.txt }
model: { cell: rnn, embedding: 4, hidden: 4 }
training: { epochs: 1 }
metrics: { every: 1 step }
`,
});
const runs = join(folder, "runs");
/** A name that is markup, as a copied folder may have. */
const name = `run "><img src=x onerror=alert(1)>`;
let run: string;
before(async () => {
  const { status, stdout, stderr } = await commandLine(
    ...["run", join(folder, "run.yaml"), "--runs", runs, "--workers", "1"],
  );
  assert.equal(status, 0, stderr);
  run = join(dirname(stdout.trim()), name);
  renameSync(stdout.trim(), run);
});

interface Watching {
  readonly started: Started;
  /** Without the token. */
  readonly url: string;
  readonly token: string;
}

const watch = async (runtime: RuntimeUnderTest): Promise<Watching> => {
  const started = start(["watch", runs], {
    folder,
    runtime,
    permissions: ["--allow-net=127.0.0.1"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let text = "";
    started.child.stdout!.on("data", (more: string) => {
      text += more;
      if (text.includes("\n")) resolve(text.trim());
    });
    started.ended.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
  const [, url, token] = /^(http:\/\/127\.0\.0\.1:\d+)\/\?token=([0-9a-f]{32})$/.exec(address) ??
    assert.fail(address);
  return { started, url: url!, token: token! };
};

/** Hears events until one satisfies. */
const hear = async (
  { url, token }: Watching,
  query: Readonly<Record<string, string>>,
  isWanted: (name: string, data: Json) => boolean,
  meanwhile: () => void = () => {},
): Promise<Json> => {
  const abort = AbortSignal.timeout(20_000);
  const response = await fetch(`${url}/events?${new URLSearchParams({ ...query, token })}`, {
    signal: abort,
  });
  assert.match(response.headers.get("content-type")!, /^text\/event-stream/);
  let text = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const events = text.split("\n\n");
    text = events.pop()!;
    for (const event of events) {
      const [, kind, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
      if (kind === undefined) continue;
      const parsed = JSON.parse(data!);
      if (isWanted(kind, parsed)) return parsed;
      meanwhile();
    }
  }
  return assert.fail("the events ended");
};

/** The status with a name of one's own for this machine, which `fetch` does not let one give. */
const statusAs = ({ url, token }: Watching, headers: Readonly<Record<string, string>>) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${url}/?token=${token}`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on("error", reject).end();
  });

for (const runtime of ["deno", "bun"] as const) {
  describe(`watch on ${runtime}`, { ignore: runtime === "bun" && !hasBun }, () => {
    let watching: Watching;
    before(async () => {
      watching = await watch(runtime);
    });
    after(() => {
      watching.started.child.kill("SIGKILL");
    });

    it("gives the page to who has its address", async () => {
      const { url, token } = watching;
      const page = await fetch(`${url}/?token=${token}`);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /^<!doctype html>[^]*Content-Security-Policy[^]*uPlot/);
      const refused = await fetch(url);
      assert.equal(refused.status, 401);
      assert.match(await refused.text(), /address that `watch` printed/);
      assert.equal(await statusAs(watching, { host: "evil.example" }), 403);
      assert.equal(await statusAs(watching, { origin: "http://evil.example" }), 403);
    });

    it("tells the runs, the points there are and those that come", async () => {
      const folderNow = await hear(watching, {}, (kind) => kind === "folder");
      assert.deepEqual(
        folderNow.map(({ name, status, epochs }: Json) => [name, status, epochs]),
        [[name, "finished", 1]],
      );
      const lines = metricsLines(run);
      const isPoints = (kind: string) => kind === "points";
      const first = await hear(watching, { run: name }, isPoints);
      assert.equal(first.anew, true);
      assert.deepEqual(
        first.points.map(({ step, loss }: Json) => [step, loss]),
        lines.map(({ step, loss }) => [step, loss]),
      );
      const more = { ...lines.at(0), step: 1000, loss: 0.125 };
      const isNew = (kind: string, data: Json) => kind === "points" && !data.anew;
      let hasAdded = false;
      const next = await hear(watching, { run: name }, isNew, () => {
        if (!hasAdded) appendFileSync(join(run, "metrics.jsonl"), `${JSON.stringify(more)}\n`);
        hasAdded = true;
      });
      assert.deepEqual(next.points.map(({ step, loss }: Json) => [step, loss]), [[1000, 0.125]]);
    });

    it("writes the report of a run, and of nothing else", async () => {
      const { url, token } = watching;
      const reportOf = (run: string) =>
        fetch(`${url}/report?${new URLSearchParams({ run, token })}`);
      const text = await (await reportOf(name)).text();
      assert.match(text, /<h1>run &quot;&gt;&lt;img src=x/);
      assert.doesNotMatch(text, /<img/);
      for (const other of ["../runs", "..", basename(folder), ""]) {
        assert.equal((await reportOf(other)).status, 404, other);
      }
      assert.equal((await fetch(`${url}/nothing?token=${token}`)).status, 404);
    });

    it("leaves everything as it was, and ends on Ctrl-C with a page open", async () => {
      const { url, token, started } = watching;
      const before = readFileSync(join(run, "manifest.json"));
      const page = await fetch(`${url}/events?${new URLSearchParams({ run: name, token })}`);
      started.child.kill("SIGINT");
      assert.equal((await started.ended).status, 130);
      await page.body!.cancel().catch(() => {});
      assert.deepEqual(readFileSync(join(run, "manifest.json")), before);
    });
  });
}
