import { expect, it } from "vitest";
import { createTurns } from "../../src/jobs/turns.ts";

/** Turns by a clock that is set, and work that ends when it is told to. */
function given() {
  const clock = { now: 1_000 };
  const turns = createTurns(() => clock.now);
  const begin = () => {
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    return { done: turns.first(() => ended), end };
  };
  return { clock, turns, begin };
}

it("lets pass what is running, and what begins meanwhile", async () => {
  const { clock, turns, begin } = given();
  const now = begin();
  let passed = false;
  const waiting = turns.letPass().then(() => {
    passed = true;
  });
  const later = begin();
  now.end();
  await now.done;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(passed).toBe(false);
  later.end();
  await later.done;
  await waiting;
  expect(clock.now).toBe(1_000);
});

it("holds back for as long as the work took, three seconds at most", async () => {
  const { clock, turns, begin } = given();
  const short = begin();
  clock.now += 40;
  short.end();
  await short.done;
  expect(turns.isQuiet()).toBe(false);
  clock.now += 40;
  expect(turns.isQuiet()).toBe(true);
  const long = begin();
  clock.now += 60_000;
  long.end();
  await long.done;
  clock.now += 2_999;
  expect(turns.isQuiet()).toBe(false);
  clock.now += 1;
  expect(turns.isQuiet()).toBe(true);
});

it("waits a minute at most, and not at all when it is told to stop", async () => {
  const { clock, turns, begin } = given();
  const stop = new AbortController();
  const endless = begin();
  const parked = turns.letPass(stop.signal);
  stop.abort();
  await expect(parked).rejects.toThrow();
  const waiting = turns.letPass();
  clock.now += 60_000;
  await waiting;
  endless.end();
  await endless.done;
});

it("is told of what fails, and waits for it all the same", async () => {
  const { turns } = given();
  const told = expect(
    turns.first(async () => {
      throw new Error("lost");
    }),
  ).rejects.toThrow("lost");
  await turns.letPass();
  await told;
});

it("waits for nothing where nothing runs", async () => {
  await expect(createTurns().letPass()).resolves.toBeUndefined();
});
