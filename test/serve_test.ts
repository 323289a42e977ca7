import { after, before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { connect } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { commandLine } from "./support/command_line.ts";
import { madeSentences } from "./support/made_text.ts";
import { hasBun, type RuntimeUnderTest, start, type Started } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "text.txt": madeSentences(300).join(" "),
  "run.yaml": `
name: spoken
corpus: { path: text.txt }
model: { cell: gru, embedding: 12, hidden: 16 }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.02 } }
`,
});
let run: string;
before(async () => {
  const { status, stdout, stderr } = await commandLine(
    ...["run", join(folder, "run.yaml"), "--runs", join(folder, "runs"), "--workers", "1"],
  );
  assert.equal(status, 0, stderr);
  run = stdout.trim();
});

interface Server {
  readonly started: Started;
  readonly url: string;
  readonly said: () => string;
}

const token = "a secret";

/** A server at a free port, and its address once it listens. */
const serve = async (runtime: RuntimeUnderTest = "deno"): Promise<Server> => {
  const started = start(["serve", run, "--port", "0"], {
    folder,
    runtime,
    permissions: ["--allow-net"],
    env: { UNROLL_TOKEN: token },
  });
  let said = "";
  started.child.stderr!.on("data", (text: string) => said += text);
  await started.said(/Serving .*\n/);
  return { started, url: /http:\/\/127\.0\.0\.1:\d+/.exec(said)![0], said: () => said };
};

type Body = Readonly<Record<string, unknown>> | string;

const post = (
  { url, said }: Server,
  path: string,
  body: Body,
  headers: Readonly<Record<string, string>> = {},
  signal: AbortSignal = AbortSignal.timeout(60_000),
): Promise<Response> =>
  fetch(url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    signal,
  }).catch((error) => {
    throw new Error(`${error} of ${path}; the server said:\n${said()}`);
  });

/** The choices of a completion. */
const complete = async (server: Server, body: Body) => {
  const response = await post(server, "/v1/completions", body);
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
};

const textsOf = async (server: Server, body: Body): Promise<string[]> =>
  (await complete(server, body)).choices.map(({ text }: { text: string }) => text);

/** The events of a stream, without the last one, which says that it is over. */
const eventsOf = async (response: Response) => {
  const events = (await response.text()).split("\n\n").filter((event) => event !== "");
  assert.equal(events.pop(), "data: [DONE]");
  return events.map((event) => JSON.parse(event.replace(/^data: /, "")));
};

/** A map of so many keys that nothing knows. */
const numbered = (keys: number): Body =>
  Object.fromEntries(Array.from({ length: keys }, (_, key) => [`k${key}`, 1]));

/** What the server answers to bytes, until it hangs up. */
const exchange = ({ url }: Server, raw: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = "";
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.on("data", (data) => said += data).on("error", reject);
    socket.on("close", () => resolve(said));
    socket.write(raw);
  });

/** Asks for completions, and hangs up as soon as all of the request is on its way. */
const askAndLeave = ({ url }: Server, body: Body): Promise<void> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const head = [
      "POST /v1/completions HTTP/1.1",
      "host: localhost",
      `authorization: Bearer ${token}`,
      `content-length: ${text.length}`,
    ];
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.on("error", reject).on("close", () => resolve());
    socket.write(`${head.join("\r\n")}\r\n\r\n${text}`, () => socket.destroy());
  });

/** Takes a while, if nobody stops it, and leaves room for others beside it. */
const long = { prompt: "The cat", n: 16, max_tokens: 4096, stream: true };

for (
  const runtime of [
    "deno",
    ...(hasBun ? ["bun"] as const : []),
  ] as const
) {
  describe(`a server on ${runtime}`, () => {
    let server: Server;
    before(async () => {
      server = await serve(runtime);
    });
    after(() => {
      server.started.child.kill("SIGKILL");
    });

    it("writes what generate writes, alone and in the company of others", async () => {
      const asked = { prompt: "The cat", seed: 5, max_tokens: 12, n: 3, stop: "moon" };
      const { stdout } = await commandLine(
        ...["generate", run, "--prompt", "The cat", "--seed", "5", "--tokens", "12"],
        ...["--samples", "3", "--stop", "moon", "--json"],
      );
      const samples = stdout.trim().split("\n").map((line) => JSON.parse(line));
      const others = Array.from(
        { length: 40 },
        (_, seed) =>
          textsOf(server, { prompt: "A dog ".repeat(seed), seed, max_tokens: 30, temperature: 2 }),
      );
      const echoed = await textsOf(server, { ...asked, echo: true });
      assert.deepEqual(echoed, samples.map(({ text }) => text));
      await Promise.all(others);
      const alone = await complete(server, { ...asked, prompt: ["Nobody", "The cat"] });
      assert.deepEqual(
        alone.choices.slice(3).map(({ text }: { text: string }) => `The cat${text}`),
        echoed,
      );
      assert.deepEqual(
        alone.choices.slice(3).map(({ finish_reason }: { finish_reason: string }) => finish_reason),
        samples.map(({ ended }) => ended),
      );
      assert.deepEqual(
        alone.choices.map(({ index }: { index: number }) => index),
        [0, 1, 2, 3, 4, 5],
      );
    });

    it("sends a text as it is written, with the same tokens and usage", async () => {
      const asked = { prompt: "My sister", seed: 1, max_tokens: 20, logprobs: 2, echo: true };
      const whole = await complete(server, asked);
      const response = await post(server, "/v1/completions", {
        ...asked,
        stream: true,
        stream_options: { include_usage: true },
      });
      assert.match(response.headers.get("content-type")!, /^text\/event-stream/);
      const events = await eventsOf(response);
      assert(events.length > 15);
      const choices = events.flatMap(({ choices }) => choices);
      assert.equal(choices.map(({ text }) => text).join(""), whole.choices[0].text);
      const { logprobs } = whole.choices[0];
      for (const key of ["tokens", "token_logprobs", "top_logprobs", "text_offset"]) {
        assert.deepEqual(choices.flatMap(({ logprobs }) => logprobs[key]), logprobs[key]);
      }
      assert.deepEqual(events.at(-1).usage, whole.usage);
      assert.equal(whole.usage.completion_tokens, 20);
      assert.deepEqual(logprobs.text_offset.slice(0, 4), [0, 0, 2, 9]);
      logprobs.top_logprobs.slice(1).forEach((likeliest: Record<string, number>, at: number) => {
        assert.equal(likeliest[logprobs.tokens[at + 1]], logprobs.token_logprobs[at + 1]);
        assert(Object.keys(likeliest).length <= 3);
      });
    });

    it("scores as score does", async () => {
      const lines = ["The cat saw the moon.", "Moon the saw.", ""];
      const { stdout } = await commandLine(
        ...["score", run, "--json", "--tokens", ...["--base", "10"], join(folder, "text.txt")],
      );
      const text = madeSentences(300).join(" ");
      const answer = await post(server, "/score", {
        lines: [text, ...lines],
        base: "10",
        tokens: true,
      });
      const { scores } = await answer.json();
      const score = JSON.parse(stdout.trim());
      // The test's own process and a server on another runtime may have different products.
      if (runtime === "deno") assert.deepEqual(scores[0], score);
      assert(Math.abs(scores[0].logProbability / score.logProbability - 1) < 1e-5);
      assert.equal(scores[0].perToken.length, score.perToken.length);
      assert.deepEqual(scores.map(({ line }: { line: number }) => line), [1, 2, 3, 4]);
      assert(scores[1].logProbability > scores[2].logProbability);
    });

    it("names its model, and shows its API without the token and the network", async () => {
      const id = run.split("/").at(-1);
      const headers = { authorization: `Bearer ${token}` };
      const list = await (await fetch(`${server.url}/v1/models`, { headers })).json();
      assert.equal(list.data[0].id, id);
      const one = await (await fetch(`${server.url}/v1/models/${id}`, { headers })).json();
      assert.deepEqual(one, list.data[0]);
      const spec = await (await fetch(`${server.url}/openapi.json`)).json();
      const { post: { requestBody } } = spec.paths["/v1/completions"];
      const { properties } = requestBody.content["application/json"].schema;
      assert.equal(properties.max_tokens.allOf[0].default, 16);
      const page = await (await fetch(`${server.url}/`)).text();
      assert.doesNotMatch(page, /<(script|link)[^>]*(src|href)=/);
    });

    it("answers mistakes with their place and what to do", async () => {
      const said = async (
        body: Body,
        path = "/v1/completions",
        headers: Readonly<Record<string, string>> = {},
      ) => {
        const response = await post(server, path, body, headers);
        const { error } = await response.json();
        return [response.status, error.param, error.message];
      };
      const broken = await said({ prompt: ["a", 3] });
      assert.deepEqual(broken.slice(0, 2), [400, "prompt"], "not prompt.1");
      const mistakes: readonly (readonly [Body, string | null, RegExp])[] = [
        ["{", null, /^Expected the body to be JSON: /],
        ["", null, /^Expected the body to be JSON: /],
        ["[]", null, /^Expected an object with keys$/],
        [{ prompt: 3 }, "prompt", /^prompt: Expected .*, got 3$/],
        [{ prompt: [] }, "prompt", /^prompt: Expected at least one text$/],
        [{ max_tokens: 5000 }, "max_tokens", /from 0 to 4096, got 5000$/],
        [{ prompt: ["a", "b"], n: 100 }, "n", /at most 128 texts, prompts times n/],
        [{ stop: ["a", "b", "c", "d", "e"] }, "stop", /^stop: Expected .*at most 4 texts/],
        [{ temperature: -1 }, "temperature", /^temperature: Expected a number of at least 0/],
        [{ max_token: 3 }, "max_token", /Unknown key, did you mean "max_tokens"\?$/],
        [{ best_of: 4 }, "best_of", /^best_of: Is not supported: expected none or 1, got 4$/],
        [
          { logit_bias: { 5: 1 } },
          "logit_bias",
          /: Is not supported: expected none or an empty map, got a map$/,
        ],
        [
          { logprobs: 0, n: 128, max_tokens: 4096 },
          "logprobs",
          /at most 262,144 tokens .* 524,288$/,
        ],
        [
          { prompt: "a".repeat(2e5), n: 128, echo: true },
          "echo",
          /at most 16,777,216 .* 25,600,000$/,
        ],
        [{ constructor: 1 }, "constructor", /^constructor: Unknown key, expected model, /],
        [numbered(30), "k0", /^(k\d+: Unknown key, expected .*\n){10}And 20 more mistakes$/],
        [numbered(2000), null, /^Expected at most 100 keys, got 2,000$/],
        [
          { stream_options: numbered(2000) },
          "stream_options",
          /^stream_options: Expected at most 100 keys, got 2,000$/,
        ],
      ];
      for (const [body, param, message] of mistakes) {
        const [status, found, text] = await said(body);
        assert.deepEqual([status, found], [400, param], text);
        assert.match(text, message);
        assert(text.length < 3000);
      }
      assert.deepEqual(await said({ lines: 3 }, "/score").then(([status]) => status), 400);
      assert.deepEqual(await said({}, "/v1/nothing").then(([status]) => status), 404);
      const [unknown, param, quoted] = await said({ model: "gpt".repeat(1000) });
      assert.deepEqual([unknown, param, quoted.length < 300], [404, "model", true]);
      const large = "x".repeat(2 ** 20 + 1);
      assert.deepEqual((await said(large))[0], 413);
      const { status } = await fetch(`${server.url}/v1/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: new Blob([large]).stream(), // in chunks, whose length is not told before
      });
      assert.equal(status, 413);
      const bearer = { authorization: "Bearer another" };
      assert.deepEqual((await said({}, "/v1/completions", bearer))[0], 401);
      const origin = { origin: "http://elsewhere.example" };
      assert.deepEqual((await said({}, "/v1/completions", origin))[0], 403);
    });

    it("answers what is no request as it answers every mistake", async () => {
      for (
        const [raw, status, message] of [
          ["GARBAGE\r\n\r\n", 400, /^Expected a request of HTTP/],
          [`GET / HTTP/1.1\r\nx: ${"y".repeat(1e5)}\r\n\r\n`, 431, /^The headers are too large$/],
        ] as const
      ) {
        const [head, body] = (await exchange(server, raw)).split("\r\n\r\n");
        assert.match(head!, new RegExp(`^HTTP/1.1 ${status} `));
        assert.match(JSON.parse(body!).error.message, message);
      }
    });

    it("answers others while bodies that never end are on their way", async () => {
      const head = "POST /v1/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n" +
        `authorization: Bearer ${token}\r\n\r\n{`;
      const { port } = new URL(server.url);
      const sockets = Array.from({ length: 300 }, () => connect(Number(port), "127.0.0.1"));
      const overtaken = new Promise<string>((resolve) => {
        for (const socket of sockets) socket.on("data", (data) => resolve(data.toString()));
      });
      for (const socket of sockets) {
        socket.on("error", () => {});
        socket.write(head);
      }
      assert.match(await overtaken, /^HTTP\/1.1 429 [^]*256 bodies are arriving/);
      await complete(server, { prompt: "The cat", max_tokens: 2 });
      for (const socket of sockets) socket.destroy();
    });

    it("accepts keys that change nothing", async () => {
      await complete(server, { user: "me", presence_penalty: 0, best_of: 2, n: 2, suffix: null });
    });

    it("turns away what is too much at once, and answers the rest", async () => {
      const texts = Array.from(
        { length: 300 },
        (_, seed) =>
          post(server, "/v1/completions", { seed, max_tokens: 200 }).then(async (response) => ({
            status: response.status,
            body: await response.json(),
          })),
      );
      const answers = await Promise.all(texts);
      const turnedAway = answers.filter(({ status }) => status === 429);
      const written = answers.filter(({ status }) => status === 200);
      assert(written.length >= 128);
      assert.equal(written.length + turnedAway.length, 300);
      for (const { body } of turnedAway) {
        assert.match(body.error.message, /128 requests|256 bodies/);
      }
    });

    it("stops writing when nobody listens, and finishes what is asked when it is stopped", async () => {
      const leave = new AbortController();
      const body = { ...long, n: 128 };
      const asked = await post(server, "/v1/completions", body, {}, leave.signal);
      await asked.body!.getReader().read();
      leave.abort();
      await askAndLeave(server, { ...body, stream: false });
      const { url, started, said } = server;
      await started.said(/(POST \/v1\/completions {2}client left[^]*){2}/);
      const events = eventsOf(await post(server, "/v1/completions", long));
      started.child.kill("SIGINT");
      assert.equal((await events).filter(({ choices }) => choices[0].finish_reason).length, 16);
      const { status } = await started.ended;
      assert.equal(status, 130, said());
      await assert.rejects(fetch(url));
      assert.match(said(), /Finishing 1 request; Ctrl-C again ends at once/);
    });
  });
}

describe("a server that is stopped twice", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends at once by ${signal}`, () => stopTwice(signal));
  }

  const stopTwice = async (signal: "SIGINT" | "SIGTERM") => {
    const { started, url } = await serve();
    const response = await post({ started, url, said: () => "" }, "/v1/completions", {
      ...long,
      n: 128,
    });
    const rest = response.text().catch(() => "cut off");
    process.kill(started.child.pid!, signal);
    await started.said(/Ctrl-C again/);
    process.kill(started.child.pid!, signal);
    const { status, stdout } = await started.ended;
    assert.deepEqual([status, stdout], [130, `${url}\n`]);
    assert.doesNotMatch(await rest, /DONE/);
  };
});

describe("serve", () => {
  it("says what is wrong with where it should listen", async () => {
    const { started, url } = await serve();
    const port = new URL(url).port;
    const taken = await commandLine("serve", run, "--port", port);
    assert.equal(taken.status, 2);
    assert.match(taken.stderr, new RegExp(`^Port ${port} of 127.0.0.1 is taken`));
    const open = await commandLine("serve", run, "--host", "0.0.0.0", "--port", port);
    assert.equal(open.status, 2);
    assert.match(
      open.stderr,
      /^--host 0.0.0.0: Others can reach this address, so a token is wanted/,
    );
    started.child.kill("SIGKILL");
    await started.ended;
  });
});
