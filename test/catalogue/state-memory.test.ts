/** What is worked out once for each state of the catalogue. */
import { describe, expect, it } from "vitest";
import { createStateMemory } from "../../src/catalogue/state-memory.ts";
import type { States } from "../../src/catalogue/states.ts";

/** A catalogue whose state is set, and work that counts itself. */
function given(state: string | undefined) {
  let now = state;
  let made = 0;
  const states: States = { of: () => now };
  return {
    states,
    setState: (state: string | undefined) => {
      now = state;
    },
    make: async () => {
      made += 1;
      return made;
    },
  };
}

describe("createStateMemory(states, most)", () => {
  it("makes the same once, also for those who ask while it is being made", async () => {
    const { states, make } = given("a");
    const recall = createStateMemory<number>(states, 10);
    expect(await Promise.all([recall("gowa", make), recall("gowa", make), recall("bone", make)])).toEqual([1, 1, 2]);
    expect(await recall("gowa", make)).toBe(1);
  });

  it("makes it anew when something was changed, and each time while nothing is known of changes", async () => {
    const { states, setState, make } = given("a");
    const recall = createStateMemory<number>(states, 10);
    expect(await recall("gowa", make)).toBe(1);
    setState("b");
    expect(await recall("gowa", make)).toBe(2);
    setState(undefined);
    expect([await recall("gowa", make), await recall("gowa", make)]).toEqual([3, 4]);
  });

  it("is not believed where something was changed while it was being made", async () => {
    const { states, setState, make } = given("a");
    const recall = createStateMemory<number>(states, 10);
    const slow = recall("gowa", async () => {
      setState("b");
      return make();
    });
    expect(await slow).toBe(1);
    expect(await recall("gowa", make)).toBe(2);
  });

  it("keeps no failure", async () => {
    const { states, make } = given("a");
    const recall = createStateMemory<number>(states, 10);
    const failing = () => Promise.reject(new Error("the database is away"));
    const both = await Promise.allSettled([recall("gowa", failing), recall("gowa", failing)]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await recall("gowa", make)).toBe(1);
  });

  it("forgets what was not asked for longest, and remembers no long question", async () => {
    const { states, make } = given("a");
    const recall = createStateMemory<number>(states, 2);
    for (const key of ["satu", "dua", "tiga"]) await recall(key, make);
    expect([await recall("tiga", make), await recall("satu", make)]).toEqual([3, 4]);
    const long = "kata ".repeat(1_000);
    expect([await recall(long, make), await recall(long, make)]).toEqual([5, 6]);
  });
});
