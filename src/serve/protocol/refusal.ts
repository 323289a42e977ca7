/** Requests that are refused; error_answer.ts has their HTTP status. */
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { counted, formatCount } from "../../base/terminal/format_number.ts";
import { quote } from "../../config/expectation.ts";
import { limits } from "./limits.ts";

/** A body with mistakes in its keys or values. */
export class MistakenBody extends InputError.extend<MistakenBody>("MistakenBody")({
  _tag: Schema.tag("MistakenBody"),
  mistakes: Schema.Array(Schema.Struct({ key: Schema.String, message: Schema.String })),
}) {
  override get message(): string {
    const { mistakes } = this;
    const lines = mistakes.slice(0, limits.mistakes)
      .map(({ key, message }) => key === "" ? message : `${key}: ${message}`);
    const rest = mistakes.length - lines.length;
    return [...lines, ...(rest > 0 ? [`And ${counted(rest, "more mistake")}`] : [])].join("\n");
  }
}

/** A body that is no JSON. */
export class NotJson extends InputError.extend<NotJson>("NotJson")({
  _tag: Schema.tag("NotJson"),
  said: Schema.String,
}) {
  override get message(): string {
    return `Expected the body to be JSON: ${this.said}`;
  }
}

export class BodyTooLarge extends InputError.extend<BodyTooLarge>("BodyTooLarge")({
  _tag: Schema.tag("BodyTooLarge"),
}) {
  override get message(): string {
    return `Expected a body of at most ${limits.bytes / 1024} KiB, got more`;
  }
}

/** A body that does not arrive. */
export class BodyTooSlow extends InputError.extend<BodyTooSlow>("BodyTooSlow")({
  _tag: Schema.tag("BodyTooSlow"),
}) {
  override get message(): string {
    return `The body did not arrive within ${limits.bodySeconds} seconds`;
  }
}

/** A body that makes room for others, which began later. */
export class BodyOvertaken extends InputError.extend<BodyOvertaken>("BodyOvertaken")({
  _tag: Schema.tag("BodyOvertaken"),
}) {
  override get message(): string {
    return `${limits.bodies} bodies are arriving, which is the most, and this one began first: ` +
      "try again later";
  }
}

/** A body whose reading ended early. */
export class BodyCutOff extends InputError.extend<BodyCutOff>("BodyCutOff")({
  _tag: Schema.tag("BodyCutOff"),
}) {
  override get message(): string {
    return "The body ended before all of it was there";
  }
}

export class LongPrompt extends InputError.extend<LongPrompt>("LongPrompt")({
  _tag: Schema.tag("LongPrompt"),
  tokens: Schema.Number,
}) {
  override get message(): string {
    const [most, got] = [limits.promptTokens, this.tokens].map(formatCount);
    return `prompt: Expected at most ${most} tokens, got ${got}`;
  }
}

export class UnknownModel extends InputError.extend<UnknownModel>("UnknownModel")({
  _tag: Schema.tag("UnknownModel"),
  model: Schema.String,
  served: Schema.String,
}) {
  override get message(): string {
    return `model: Expected ${JSON.stringify(this.served)}, which is served here, got ${
      quote(this.model)
    }`;
  }
}

export class NoSuchPath extends InputError.extend<NoSuchPath>("NoSuchPath")({
  _tag: Schema.tag("NoSuchPath"),
  asked: Schema.String,
}) {
  override get message(): string {
    return `Nothing here answers ${this.asked}; /docs lists what does`;
  }
}

/** A token that is missing or wrong. */
export class TokenWanted extends InputError.extend<TokenWanted>("TokenWanted")({
  _tag: Schema.tag("TokenWanted"),
}) {
  override get message(): string {
    return "Expected the header Authorization: Bearer TOKEN with the server's token";
  }
}

/** A page of another origin, or another name for this machine, which a page could have made up. */
export class ForeignPage extends InputError.extend<ForeignPage>("ForeignPage")({
  _tag: Schema.tag("ForeignPage"),
  header: Schema.Literals(["Host", "Origin"]),
  value: Schema.String,
}) {
  override get message(): string {
    const expected = this.header === "Host"
      ? "localhost, 127.0.0.1 or [::1] as Host"
      : "no Origin but the server's own";
    return `Expected ${expected}, got ${JSON.stringify(this.value)}: ` +
      "a page from elsewhere must not use this server";
  }
}

/** More requests than are answered at a time. */
export class TooBusy extends InputError.extend<TooBusy>("TooBusy")({
  _tag: Schema.tag("TooBusy"),
}) {
  override get message(): string {
    return `${limits.requests} requests are being answered, which is the most: try again later`;
  }
}

export class TookTooLong extends InputError.extend<TookTooLong>("TookTooLong")({
  _tag: Schema.tag("TookTooLong"),
}) {
  override get message(): string {
    return `The answer was not done within ${limits.seconds} seconds: ask for less`;
  }
}
