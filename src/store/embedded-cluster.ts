/**
 * One cluster on disk: made once, configured anew at each start, started and stopped by PostgreSQL's own `pg_ctl` (which puts it into a
 * session of its own, so that a terminal's Ctrl-C reaches us and not it). UTF-8 with code point order whatever the machine's locale.
 * It listens on the loopback only, with a random password.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFile,
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Fault } from "../kernel/fault.ts";
import type { Place } from "./embedded-place.ts";
import { PROGRAM_ENVIRONMENT, type Programs } from "./embedded-programs.ts";

const run = promisify(execFile);

export const SUPERUSER = "jendela";
/** Seconds for a start (which may have to replay a crash) and for a stop. */
const PATIENCE = 120;

export type Settings = Readonly<Record<string, string>>;

export interface Cluster {
  readonly place: Place;
  readonly programs: Programs;
  readonly settings: Settings;
}

/** For one small server that shares its machine. Streaming replication is for a database of one's own (DATABASE_URL). */
const SETTINGS: Settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  wal_compression: "on",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  synchronous_commit: "on",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "../log",
  log_filename: "postgres-%a.log",
  log_truncate_on_rotation: "on",
  log_rotation_age: "1d",
  log_rotation_size: "0",
};

const dataOf = ({ folder }: Place) => join(folder, "data");

/** Makes the cluster if there is none. Two first starts at once both make one and the second throws its own away. */
export async function initialiseCluster(cluster: Cluster, password: string): Promise<void> {
  const { place, programs, settings } = cluster;
  await sweepDrafts(place.folder);
  const found = await readFile(join(dataOf(place), "PG_VERSION"), "utf8").catch(() => undefined);
  if (found !== undefined) {
    if (found.trim() === programs.major) return;
    throw new Fault("embedded.other-major", { found: found.trim(), ours: programs.major });
  }
  const mark = randomBytes(6).toString("hex");
  const draft = join(place.folder, `draft-${mark}`);
  const passwordFile = join(place.folder, `draft-${mark}.password`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.runAs) await chown(passwordFile, place.runAs.uid, place.runAs.gid);
  try {
    await runProgram(place, programs.initdb, [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(settings.fsync === "off" ? ["--no-sync"] : []),
    ]);
    await appendFile(join(draft, "postgresql.conf"), "\ninclude_if_exists 'jendela.conf'\n");
    await rename(draft, dataOf(place));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const quicker = await stat(join(dataOf(place), "PG_VERSION")).catch(() => undefined);
    if (quicker === undefined) throw notStarted(error);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Leftovers of starts that were killed while they made a cluster. */
async function sweepDrafts(folder: string): Promise<void> {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of (await readdir(folder)).filter((entry) => entry.startsWith("draft-"))) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < anHourAgo) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Starts the cluster and waits until it accepts connections. Throws `embedded.not-started` with the end of its log. */
export async function startCluster(cluster: Cluster, port: number): Promise<void> {
  const { place, programs } = cluster;
  await forgetDeadPostmaster(place);
  const settings = {
    ...SETTINGS,
    dynamic_shared_memory_type: await sharedMemory(),
    ...cluster.settings,
    port: String(port),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await writeAs(place, join(dataOf(place), "jendela.conf"), `# written anew at each start\n${lines.join("")}`);
  const log = join(place.folder, "start.log");
  await rm(log, { force: true });
  try {
    await runProgram(place, programs.pgCtl, [
      "start",
      "-w",
      "-s",
      "-t",
      String(PATIENCE),
      "-D",
      dataOf(place),
      "-l",
      log,
    ]);
  } catch (error) {
    throw notStarted(error, await readFile(log, "utf8").catch(() => ""));
  }
}

/** Stops the cluster in order: open transactions are rolled back, what was committed is on disk. */
export async function stopCluster({ place, programs }: Cluster): Promise<void> {
  const args = ["stop", "-w", "-s", "-m", "fast", "-t", String(PATIENCE), "-D", dataOf(place)];
  await runProgram(place, programs.pgCtl, args).catch(async (error: unknown) => {
    if ((await findPostmaster(place)) !== undefined) throw error;
  });
}

/** The running postmaster's port, from its own pid file; undefined when none runs. */
export async function findPostmaster(
  place: Place,
): Promise<{ readonly pid: number; readonly port: number } | undefined> {
  const lines = (await readFile(join(dataOf(place), "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid < 2 || !isAlive(pid) || !(await isOurs(pid, place))) return undefined;
  return { pid, port };
}

/**
 * After a power cut or in a restarted container the pid in the file may belong to something else by now, and PostgreSQL would refuse
 * to start beside it.
 */
async function forgetDeadPostmaster(place: Place): Promise<void> {
  if ((await findPostmaster(place)) === undefined) await rm(join(dataOf(place), "postmaster.pid"), { force: true });
}

async function isOurs(pid: number, place: Place): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const [name, folder, data] = await Promise.all([
    readFile(`/proc/${pid}/comm`, "utf8").catch(() => ""),
    readlink(`/proc/${pid}/cwd`).catch(() => ""),
    stat(dataOf(place)),
  ]);
  if (!name.startsWith("postgres")) return false;
  const at = await stat(folder).catch(() => undefined);
  return at === undefined || (at.ino === data.ino && at.dev === data.dev);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A container's /dev/shm is often 64 MB, too little for a parallel hash. */
async function sharedMemory(): Promise<string> {
  if (process.platform !== "linux") return process.platform === "win32" ? "windows" : "posix";
  const shm = await statfs("/dev/shm").catch(() => undefined);
  return shm !== undefined && shm.bavail * shm.bsize > 512 * 1024 * 1024 ? "posix" : "mmap";
}

async function runProgram(place: Place, program: string, args: readonly string[]): Promise<void> {
  await mkdir(join(place.folder, "log"), { recursive: true, mode: 0o700 });
  if (place.runAs) await chown(join(place.folder, "log"), place.runAs.uid, place.runAs.gid);
  await run(program, [...args], { ...place.runAs, cwd: place.folder, env: PROGRAM_ENVIRONMENT });
}

async function writeAs({ runAs }: Place, path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    if (runAs) await file.chown(runAs.uid, runAs.gid);
  } finally {
    await file.close();
  }
}

function notStarted(error: unknown, log = ""): Fault {
  const { stderr = "", message = "" } = error as { stderr?: string; message?: string };
  const told = `${stderr}\n${log}`.trim() || message;
  return new Fault("embedded.not-started", { log: told.slice(-1500) }, {}, error);
}
