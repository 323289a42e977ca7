import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Redacted, Result } from "effect";
import { storeAddress } from "./store_address.ts";

describe("storeAddress", () => {
  it("reads databases and files", () => {
    const url = "postgres://me:pw@host:5432/sweeps";
    const database = Result.getOrThrow(storeAddress(url));
    assert(database.kind === "postgres");
    assert.equal(Redacted.value(database.url), url);
    assert.equal(database.shown, "postgres://me:***@host:5432/sweeps");
    assert(!JSON.stringify(database).includes("pw"));
    const file = Result.getOrThrow(storeAddress("shared/sweeps.sqlite"));
    assert.deepEqual(file, {
      kind: "sqlite",
      file: "shared/sweeps.sqlite",
      shown: "shared/sweeps.sqlite",
    });
    assert.equal(Result.getOrThrow(storeAddress("sqlite:x")).shown, "x");
    const socket = storeAddress("postgres:///x?host=/run/postgresql&user=me");
    assert.equal(Result.getOrThrow(socket).kind, "postgres");
  });

  it("refuses what is neither, without showing a password", () => {
    const texts = [
      "mysql://me:pw@host/x",
      "postgres://me:pw@host:port/x",
      "postgres:/me:pw@host/x",
      "me:pw@host/x",
      "host=127.0.0.1 user=me password=pw",
      "host=h password = 'pw with \\' pw' user=me",
      "PASSWORD=pw",
      "postgres://",
      "postgres://me:pw@",
      "postgres://:pw@host/x",
      "postgres:///x?host=&password=pw",
      "",
      "sqlite:",
    ];
    for (const text of texts) {
      const error = Result.getOrThrow(Result.flip(storeAddress(text)));
      assert.match(error.message, /^Expected a store such as /);
      assert(!error.message.includes("pw"), error.message);
      assert(error.message.endsWith('"'), error.message);
    }
  });
});
