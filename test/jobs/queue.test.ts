/** The queue on a real PostgreSQL: what it promises when the database goes away, and when much is waiting. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExecuteSql, type Handlers, type Jobs, openJobs } from "../../src/jobs/queue.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import type { Store } from "../../src/store/data-source.ts";
import { openTestStore } from "../setup/store.ts";

let store: Store;
let jobs: Jobs;
let isAway = false;
const seen: Observation[] = [];
const done: string[] = [];
let hold: Promise<void> | undefined;

const handlers: Handlers = {
  "check-upload": async ({ upload }) => {
    done.push(upload);
    await hold;
  },
  "render-version": async () => {},
  "deliver-webhook": async () => {},
  "run-harvest": async () => {},
};

beforeAll(async () => {
  store = await openTestStore();
  const execute: ExecuteSql = async (text, values) => {
    if (isAway) throw new Error("connect ECONNREFUSED");
    return store.withClient((client) => client.query(text, [...values]));
  };
  jobs = await openJobs(execute, (what) => void seen.push(what));
  jobs.work(handlers, 1, []);
});

afterAll(async () => {
  await jobs.stop();
  await store.close();
});

/** What a job is doing until it is let go. */
function holdWork(): () => void {
  let release = (): void => {};
  hold = new Promise((resolve) => {
    release = resolve;
  });
  return release;
}

describe("the queue", () => {
  it("goes on after the database was away when a job ended", async () => {
    const release = holdWork();
    await jobs.send("check-upload", { upload: "a" });
    await expect.poll(() => done).toEqual(["a"]);
    isAway = true;
    release();
    await expect.poll(() => seen.map(({ kind }) => kind)).toContain("queue-error");
    isAway = false;
    await jobs.send("check-upload", { upload: "b" });
    await expect.poll(() => done, { timeout: 5_000 }).toEqual(["a", "b"]);
  });

  it("does what waits without a pause, and is asked for nothing twice that nobody has taken yet", async () => {
    const release = holdWork();
    done.length = 0;
    await jobs.send("check-upload", { upload: "first" });
    await expect.poll(() => done).toEqual(["first"]);
    const waiting = Array.from({ length: 20 }, (_, index) => `waits ${index}`);
    for (const upload of waiting) await jobs.send("check-upload", { upload });
    for (const upload of waiting) await jobs.sendAgain("check-upload", { upload });
    release();
    await expect.poll(() => done, { timeout: 5_000 }).toEqual(["first", ...waiting]);
    await sleep(200);
    expect(done).toHaveLength(waiting.length + 1);
    await jobs.sendAgain("check-upload", { upload: "waits 0" });
    await expect.poll(() => done.at(-1)).toBe("waits 0");
  });
});
