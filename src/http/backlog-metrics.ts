/**
 * Figures that are looked up when Prometheus asks: what waits, what has failed, the age of the last backup, the connections in use,
 * the room left on the disk, and whether the database answers. Looked up at most once in five seconds, whoever asks; without the database the others are still told.
 */
import { Gauge, type Registry } from "prom-client";
import { type Backlog, measureBacklog } from "../catalogue/background-work.ts";
import type { Store } from "../store/data-source.ts";
import type { DiskRoom } from "../store/disk-room.ts";

const KEPT_MS = 5_000;

export function addBacklogMetrics(registry: Registry, store: Store, disk: DiskRoom): void {
  const look = createLook(store);
  const registers = [registry];
  new Gauge({
    name: "jendela_database_up",
    help: "1: the database answers",
    registers,
    async collect() {
      this.set((await look()) === undefined ? 0 : 1);
    },
  });
  for (const [what, help] of [
    ["waiting", "Jobs that are due and that nobody has begun, by kind"],
    ["failed", "Jobs that were given up after their last attempt, by kind"],
  ] as const) {
    new Gauge({
      name: `jendela_jobs_${what}`,
      help,
      labelNames: ["name"],
      registers,
      async collect() {
        this.reset();
        for (const queue of (await look())?.queues ?? []) this.set({ name: queue.name }, queue[what]);
      },
    });
  }
  new Gauge({
    name: "jendela_uploads_waiting",
    help: "Uploads that nobody has begun to check",
    registers,
    async collect() {
      this.set((await look())?.uploads.waiting ?? Number.NaN);
    },
  });
  new Gauge({
    name: "jendela_upload_oldest_waiting_seconds",
    help: "How long the oldest of them has waited",
    registers,
    async collect() {
      this.set((await look())?.uploads.oldestSeconds ?? Number.NaN);
    },
  });
  new Gauge({
    name: "jendela_backup_age_seconds",
    help: "Since the last backup was made; infinite: there is none",
    registers,
    async collect() {
      this.set((await look())?.backupSeconds ?? Number.NaN);
    },
  });
  new Gauge({
    name: "jendela_database_connections",
    help: "Connections of this process to the database, by pool: open, idle among them, and work that waits for one",
    labelNames: ["pool", "state"],
    registers,
    async collect() {
      // Else it is this look that is seen to wait.
      await look();
      for (const { pool, ...states } of store.connections())
        for (const [state, count] of Object.entries(states)) this.set({ pool, state }, count);
    },
  });
  new Gauge({
    name: "jendela_disk_bytes",
    help: "The disk of JENDELA_HOME: what is free for the server, and its size",
    labelNames: ["kind"],
    registers,
    async collect() {
      const { free, size } = await disk.measure();
      this.set({ kind: "free" }, free);
      this.set({ kind: "size" }, size);
    },
  });
}

/** Undefined while the database is away. */
function createLook(store: Store): () => Promise<Backlog | undefined> {
  let last: Promise<Backlog | undefined> | undefined;
  let at = 0;
  return () => {
    if (last === undefined || performance.now() - at > KEPT_MS) {
      at = performance.now();
      last = store.read(measureBacklog).catch(() => undefined);
    }
    return last;
  };
}
