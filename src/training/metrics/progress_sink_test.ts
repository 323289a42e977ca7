import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { metricsLine } from "./metrics_line.ts";
import { progressSink } from "./progress_sink.ts";

/** A sink on a wide screen that keeps what it is told, under a clock that the test moves. */
function sinkOn(steps: number) {
  const drawn: string[] = [];
  const printed: string[] = [];
  const time = { now: 0 };
  const screen = {
    live: true,
    columns: () => 200,
    draw: (text: string) => void drawn.push(text),
    clear: () => void drawn.push(""),
    print: (text: string) => void printed.push(text),
  };
  return { drawn, printed, time, sink: progressSink(screen, { epochs: 1, steps }, () => time.now) };
}

describe("progressSink", () => {
  it("draws ten times a second at most, and always the last step", () => {
    const { drawn, time, sink } = sinkOn(1000);
    for (let step = 1; step <= 1000; step++) {
      sink.tick!({ step, epoch: 1, loss: 1 });
      time.now += 0.001;
    }
    assert.ok(drawn.length >= 9 && drawn.length <= 11, `${drawn.length} drawings`);
    assert.ok(drawn.at(-1)!.includes("step 1,000/1,000"));
  });

  it("tells the time left at the speed so far", () => {
    const { drawn, time, sink } = sinkOn(100);
    sink.tick!({ step: 40, epoch: 1, loss: 1 });
    assert.ok(!drawn[0]!.includes("left"));
    time.now = 10;
    sink.tick!({ step: 50, epoch: 1, loss: 1 });
    assert.ok(drawn[1]!.endsWith("0:50 left"));
  });

  it("prints evaluations and notes, and shows the speed of training in the live line", async () => {
    const { drawn, printed, time, sink } = sinkOn(100);
    const at = { step: 1, epoch: 1, tokens: 1, loss: 2 } as const;
    await Effect.runPromise(sink.write(metricsLine({ ...at, split: "valid" })));
    await Effect.runPromise(
      sink.write(metricsLine({ ...at, split: "train", tokensPerSecond: 777 })),
    );
    await Effect.runPromise(
      sink.write(metricsLine({ ...at, split: "train", note: "rate halved" })),
    );
    assert.equal(printed.length, 2);
    assert.ok(printed[0]!.includes("valid loss 2.000"));
    assert.ok(printed[1]!.endsWith("rate halved"));
    await Effect.runPromise(
      sink.write(metricsLine({ ...at, split: "train", tokensPerSecond: 777 })),
    );
    time.now = 1;
    sink.tick!({ step: 2, epoch: 1, loss: 2 });
    assert.ok(drawn.at(-1)!.includes("777 tokens/s"));
    await Effect.runPromise(sink.close);
    assert.equal(drawn.at(-1), "");
  });
});
