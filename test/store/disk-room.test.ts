/** The room on a disk, and who is told of it when. */
import { expect, it } from "vitest";
import { createDiskWatch } from "../../src/intake/disk-watch.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import { openDiskRoom } from "../../src/store/disk-room.ts";

let free = 0;
const disk = openDiskRoom("/", { reserve: 100, warnPercent: 25 }, async () => ({ free, size: 1000 }));
const stateAt = async (bytes: number) => {
  free = bytes;
  return (await disk.measure()).state;
};

it("is low under the share of the disk that warns, and none under the reserve", async () => {
  expect(await Promise.all([await stateAt(250), await stateAt(249), await stateAt(100), await stateAt(99)])).toEqual([
    "enough",
    "low",
    "low",
    "none",
  ]);
});

it("takes a file that leaves the reserve, and refuses the next byte", async () => {
  free = 150;
  await disk.demand(50);
  await expect(disk.demand(51)).rejects.toMatchObject({ code: "server.storage-full", extra: { retryAfter: 60 } });
});

it("is told when it gets low, each hour while it lasts, and when it is over", async () => {
  const told: string[] = [];
  let minutes = 0;
  const watch = createDiskWatch(disk, {
    now: () => new Date(minutes * 60_000),
    observe: ({ kind, level, state }: Observation) => void told.push(`${minutes} ${kind} ${level} ${state}`),
  });
  for (const [minute, bytes] of [
    [0, 500],
    [1, 200],
    [2, 200],
    [62, 200],
    [63, 50],
    [64, 500],
    [999, 500],
  ] as const) {
    [minutes, free] = [minute, bytes];
    await watch();
  }
  expect(told).toEqual([
    "1 disk-room warn low",
    "62 disk-room warn low",
    "63 disk-room error none",
    "64 disk-room info enough",
  ]);
});
