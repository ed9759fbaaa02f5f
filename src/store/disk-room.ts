/**
 * The room left on the disk of JENDELA_HOME. Under the reserve no file is accepted, so that what was accepted can still be checked,
 * published and read; a warning comes before that.
 */
import { statfs } from "node:fs/promises";
import { storageFull } from "./disk-fault.ts";

export interface RoomLeft {
  /** Bytes. */
  readonly free: number;
  readonly size: number;
  /** `low`: time to make room. `none`: no file is accepted. */
  readonly state: "enough" | "low" | "none";
}

export interface DiskRoom {
  readonly measure: () => Promise<RoomLeft>;
  /** Throws `server.storage-full` where so many bytes more would go below the reserve. */
  readonly demand: (bytes: number) => Promise<void>;
}

export interface DiskLimits {
  /** Bytes. */
  readonly reserve: number;
  /** Of the disk's size. */
  readonly warnPercent: number;
}

/** @param look  Bytes of the disk on which a folder lies: free for this process, and in all. */
export function openDiskRoom(folder: string, { reserve, warnPercent }: DiskLimits, look = lookAt): DiskRoom {
  const measure = async (): Promise<RoomLeft> => {
    const { free, size } = await look(folder);
    const state = free < reserve ? "none" : free < Math.max(2 * reserve, (size * warnPercent) / 100) ? "low" : "enough";
    return { free, size, state };
  };
  return {
    measure,
    demand: async (bytes) => {
      const { free } = await look(folder);
      if (free - bytes < reserve) throw storageFull(new Error(`${free} bytes are free`));
    },
  };
}

async function lookAt(folder: string): Promise<{ readonly free: number; readonly size: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}
