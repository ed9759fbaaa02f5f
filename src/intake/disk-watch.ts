/** Tells the log when the disk is filling up: when that begins, once an hour while it lasts, and when there is room again. */
import type { Effects } from "../kernel/effects.ts";
import type { DiskRoom, RoomLeft } from "../store/disk-room.ts";

const AGAIN_MS = 3_600_000;

const LEVEL = { enough: "info", low: "warn", none: "error" } as const satisfies Record<RoomLeft["state"], string>;

/** To be run by a timer. */
export function createDiskWatch(
  disk: DiskRoom,
  { now, observe }: Pick<Effects, "now" | "observe">,
): () => Promise<void> {
  let told: RoomLeft["state"] = "enough";
  let at = 0;
  return async () => {
    const { state, free, size } = await disk.measure();
    const time = now().getTime();
    if (state === told && (state === "enough" || time - at < AGAIN_MS)) return;
    [told, at] = [state, time];
    observe({ kind: "disk-room", level: LEVEL[state], state, free, size });
  };
}
