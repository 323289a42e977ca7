import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { makeSchedule } from "./make_schedule.ts";
import type { Schedule, ScheduleState } from "./schedule.ts";
import type { ScheduleConfig } from "./schema.ts";

const span = { totalSteps: 10, stepsPerEpoch: 5, baseRate: 1 };
const rates = (config: ScheduleConfig, count: number): number[] => {
  const schedule = makeSchedule(config, span);
  return Array.from({ length: count }, (_, step) => schedule.rate(schedule.initial, step));
};
const close = (actual: readonly number[], expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((a, i) => assert.ok(Math.abs(a - expected[i]!) < 1e-12, `${actual}`));
};
/** Shows losses one epoch apart, from before the first, and gives the factors after each. */
const factors = (schedule: Schedule, losses: readonly number[]): number[] => {
  let state: ScheduleState = schedule.initial;
  return losses.map((loss, epoch) => {
    state = schedule.observe(state, { loss, epoch, step: 5 * epoch });
    return schedule.rate(state, 0);
  });
};

describe("schedules of the step number", () => {
  it("constant stays", () => close(rates({ kind: "constant", warmup: 0 }, 3), [1, 1, 1]));

  it("step decays once for each period", () => {
    const every = { count: 2, unit: "steps" } as const;
    close(rates({ kind: "step", every, factor: 0.5, warmup: 0 }, 5), [1, 1, 0.5, 0.5, 0.25]);
  });

  it("step decays first where it is told to, as in Zaremba et al. 2014", () => {
    const [every, from] = [{ count: 1, unit: "steps" }, { count: 3, unit: "steps" }] as const;
    close(
      rates({ kind: "step", every, from, factor: 0.5, warmup: 0 }, 6),
      [1, 1, 1, 0.5, 0.25, 0.125],
    );
  });

  it("step counts epochs by their steps", () => {
    const every = { count: 1, unit: "epochs" } as const;
    const got = rates({ kind: "step", every, factor: 0.1, warmup: 0 }, 11);
    close([got[4]!, got[5]!, got[9]!, got[10]!], [1, 0.1, 0.1, 0.01]);
  });

  it("cosine falls from the rate to the floor and stays there", () => {
    const got = rates({ kind: "cosine", floor: 0.2, warmup: 0 }, 13);
    close([got[0]!, got[5]!, got[10]!, got[12]!], [1, 0.6, 0.2, 0.2]);
    for (let i = 1; i <= 10; i++) assert.ok(got[i]! < got[i - 1]!);
  });
});

describe("warm-up", () => {
  it("rises linearly, then hands over", () => {
    close(rates({ kind: "constant", warmup: 4 }, 6), [0.25, 0.5, 0.75, 1, 1, 1]);
  });

  it("makes what is behind it start at its end and still end with the run", () => {
    const got = rates({ kind: "cosine", floor: 0, warmup: 4 }, 11);
    close([got[3]!, got[4]!, got[7]!, got[10]!], [1, 1, 0.5, 0]);
  });

  it("may be as long as the run", () => {
    const got = rates({ kind: "cosine", floor: 0, warmup: 10 }, 10);
    close([got[0]!, got[9]!], [0.1, 1]);
  });

  it("keeps what a watching schedule learned", () => {
    const every = { count: 1, unit: "epochs" } as const;
    const schedule = makeSchedule(
      { kind: "halve-on-rise", watch: "valid.loss", every, warmup: 4 },
      span,
    );
    let state = schedule.observe(schedule.initial, { loss: 1, epoch: 0, step: 0 });
    state = schedule.observe(state, { loss: 2, epoch: 1, step: 5 });
    close([schedule.rate(state, 0), schedule.rate(state, 5)], [0.125, 0.5]);
  });
});

describe("halve-on-rise", () => {
  const every = { count: 1, unit: "epochs" } as const;
  const schedule = makeSchedule(
    { kind: "halve-on-rise", watch: "train.sentence-loss", every, warmup: 0 },
    span,
  );

  it("tells what it watches and how often", () => {
    assert.equal(schedule.watches, "train.sentence-loss");
    assert.deepEqual(schedule.every, every);
  });
  it("halves when the loss rose since the last look, not since the lowest", () => {
    close(factors(schedule, [5, 4, 4.5, 4.4, 4.4, 4.6]), [1, 1, 0.5, 0.5, 0.5, 0.25]);
  });
  it("only remembers at the first look", () => close(factors(schedule, [1e9]), [1]));
  it("halves at a loss that is not finite and goes on from the last finite one", () => {
    close(factors(schedule, [3, NaN, Infinity, 3, 2]), [1, 0.5, 0.25, 0.25, 0.25]);
  });
  it("overlooks measurements within the interval", () => {
    const everyTen = { count: 10, unit: "steps" } as const;
    const slow = makeSchedule(
      { kind: "halve-on-rise", watch: "valid.loss", every: everyTen, warmup: 0 },
      span,
    );
    close(factors(slow, [1, 9, 0.5, 0.6, 0.7]), [1, 1, 1, 1, 0.5]);
  });
  it("goes on the same from a state that went through JSON", () => {
    const state = schedule.observe(schedule.initial, { loss: 0.1, epoch: 0, step: 0 });
    const again: ScheduleState = JSON.parse(JSON.stringify(state));
    const next = { loss: 0.2, epoch: 1, step: 5 };
    assert.deepEqual(schedule.observe(again, next), schedule.observe(state, next));
  });
});

describe("plateau", () => {
  const schedule = makeSchedule(
    { kind: "plateau", watch: "valid.loss", patience: 1, factor: 0.1, warmup: 0 },
    span,
  );

  it("waits for patience and then reduces, counting anew", () => {
    close(factors(schedule, [3, 3, 3, 3, 3]), [1, 1, 0.1, 0.1, 0.01]);
  });
  it("takes any decrease below the lowest as an improvement", () => {
    close(factors(schedule, [3, 3.5, 2.999, 3.1, 3.2]), [1, 1, 1, 1, 0.1]);
  });
  it("takes a loss that is not finite as no improvement", () => {
    close(factors(schedule, [NaN, Infinity, 1]), [1, 0.1, 0.1]);
  });
});
