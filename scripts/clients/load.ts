/** Many requests at once. */

const post = (url: string, body: string): Promise<Response> =>
  fetch(`${url}/v1/completions`, { method: "POST", body });

/** Completions of several clients side by side, each one after another. */
export async function loadSteps(
  url: string,
  clients: number,
): Promise<{ readonly tokens: number; readonly seconds: number }> {
  const begun = performance.now();
  let tokens = 0;
  const ask = async (client: number) => {
    for (let turn = 0; turn < 4; turn++) {
      const body = { prompt: "The ", max_tokens: 500, seed: 10 * client + turn };
      const answer = await (await post(url, JSON.stringify(body))).json();
      tokens += answer.usage.completion_tokens;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => ask(client)));
  return { tokens, seconds: (performance.now() - begun) / 1000 };
}

/** Bodies of good and bad requests: also broken, of wrong types, and too large. */
const bodies: readonly string[] = [
  JSON.stringify({ prompt: "The ", max_tokens: 5 }),
  '{"prompt": "The ',
  JSON.stringify({ prompt: 7 }),
  JSON.stringify({ prompt: "a".repeat(1_100_000) }),
];

/** Sends so many requests at once; how often each status was answered. */
export async function requestsOf(
  url: string,
  count: number,
): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  await Promise.all(Array.from({ length: count }, async (_, at) => {
    // Of the large ones only some: a thousand would be a gigabyte here.
    const body = bodies[at % 40 === 0 ? 3 : at % 3]!;
    const { status } = await post(url, body).then(async (response) => {
      await response.arrayBuffer();
      return response;
    }, () => ({ status: "no answer" }));
    found[status] = (found[status] ?? 0) + 1;
  }));
  return found;
}
