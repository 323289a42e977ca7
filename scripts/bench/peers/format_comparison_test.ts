import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { comparison } from "./comparison_for_test.ts";
import { formatMarkdown, formatPeers, formatRatios } from "./format_comparison.ts";

describe("formatPeers", () => {
  it("gives speeds and how far losses are from ours", () => {
    const lines = formatPeers(comparison);
    assert.equal(lines.length, 5);
    assert.match(lines[2]!, /^PyTorch +loop +2 +1,000 +900 +2,000 +98\.5 +within 2e-6$/);
    assert.match(lines[4]!, /^brain.js +loop +1 +20 +15 +22 +not compared$/);
  });

  it("says where a peer trains another model", () => {
    const training = { lossDifference: 0.1, moveDifference: 0, mistake: "update 3" };
    const peers = comparison.peers.map((peer) => ({ ...peer, training }));
    assert.match(formatPeers({ ...comparison, peers })[1]!, / differ$/);
  });
});

describe("formatRatios", () => {
  it("sets each goal beside its ratio", () => {
    const [, line] = formatRatios(comparison);
    assert.deepEqual(line!.split(/ {2,}/), [
      "W2",
      "blas",
      "2",
      "2.00 ×",
      "1.6 ×",
      "10.00 ×",
      "9 ×",
      "2.00 ×",
      "1.7 ×",
      "75 %",
      "75 %",
    ]);
  });
});

describe("formatMarkdown", () => {
  it("has a row a system and a column a workload, then the ratios", () => {
    const other = { ...comparison, workload: "W3", peers: comparison.peers.slice(0, 2) };
    const lines = formatMarkdown([comparison, other]);
    assert.deepEqual(lines.slice(0, 3), [
      "| tokens per second | W2 | W3 |",
      "|---|---:|---:|",
      "| Unroll, blas, 1 worker | 1,100 | 1,100 |",
    ]);
    assert.ok(lines.includes("| jax-js | 200 | – |"));
    assert.ok(lines.includes("| PyTorch, 2 threads | 1,000 | 1,000 |"));
    assert.match(lines.at(-1)!, /^\| W3 \| blas \| 2 \| 2.00 × \| 1.4 × \| – \| 9 × \|/);
  });
});
