/** A server as the official client of OpenAI sees it. */

// Installed in this folder by the task that runs it alone, so not known to those that check types.
const { default: OpenAI } = await import("openai");

const clientOf = (url) => new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });

/** Streams requests at the same time; gives the first text of each, and how often one went on after another. */
export async function streamTogether(url, asked) {
  const client = clientOf(url);
  let last = -1, switches = 0;
  const read = async (body, request) => {
    let text = "";
    for await (const event of await client.completions.create({ ...body, stream: true })) {
      for (const { index, text: more } of event.choices) text += index === 0 ? more : "";
      if (last !== request) switches++;
      last = request;
    }
    return text;
  };
  return { texts: await Promise.all(asked.map(read)), switches };
}

/** The text of one request. */
export async function complete(url, body) {
  const { choices } = await clientOf(url).completions.create(body);
  return choices[0].text;
}

/** What the client makes of a refused request: its kind of error, status, parameter and message. */
export async function refusal(url, body) {
  try {
    await clientOf(url).completions.create(body);
    return "answered";
  } catch (error) {
    return `${error.constructor.name} ${error.status} ${error.param}: ${error.error?.message}`;
  }
}

/** The models that a server has. */
export async function models(url) {
  const found = [];
  for await (const { id } of await clientOf(url).models.list()) found.push(id);
  return found;
}
