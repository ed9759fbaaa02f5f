/**
 * Where the embedded database lives and as whom it runs.
 *
 * An ordinary user keeps everything in `<home>/postgres` and runs it as themselves. PostgreSQL refuses to run as root, so under root it
 * runs as the owner of that folder: `postgres` or `nobody` of this machine (initdb wants a name for its user). Where that user cannot
 * reach `<home>` (a clone under /root, a private folder), the folder is made under /var/lib/jendela and `<home>/postgres` is a link to
 * it. The temporary folder is never used: data must outlive a reboot.
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, chown, lstat, mkdir, realpath, rm, stat, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Fault } from "../kernel/fault.ts";

/** Whom child processes run as; absent: as this process. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

export interface Place {
  /** Holds `data`, the log and (where needed) a copy of the programs. Reachable by `runAs`. */
  readonly folder: string;
  readonly runAs: RunAs | undefined;
}

/** Folders for data of root's services, outside of any home. */
const OUTSIDE = "/var/lib/jendela";

/** Finds the database's folder or makes it. Throws `embedded.*` with what to do when it cannot be used. */
export async function preparePlace(home: string, isRoot: boolean = process.getuid?.() === 0): Promise<Place> {
  const wanted = join(resolve(home), "postgres");
  await mkdir(resolve(home), { recursive: true });
  if (!(await exists(wanted))) return isRoot ? makeForRoot(wanted) : makeForUser(wanted);
  // The database's user may not be able to follow the link, so nobody is asked to.
  const folder = await realpath(wanted).catch(() => undefined);
  if (folder === undefined) throw new Fault("embedded.moved-away", { link: wanted });
  if (!isRoot) {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
      throw new Fault("embedded.not-yours", { folder });
    });
    return { folder, runAs: undefined };
  }
  const { uid, gid } = await stat(folder);
  // A folder that root made and did not come to give away, or one that was copied by root.
  if (uid === 0) return giveAway(folder);
  if (!canEnter(folder, { uid, gid })) throw new Fault("embedded.unreachable", { folder, user: uid });
  return { folder, runAs: { uid, gid } };
}

async function makeForUser(folder: string): Promise<Place> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { folder, runAs: undefined };
}

async function makeForRoot(wanted: string): Promise<Place> {
  const runAs = findServiceUser();
  if (canEnter(resolve(wanted, ".."), runAs)) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    await chown(wanted, runAs.uid, runAs.gid);
    return { folder: wanted, runAs };
  }
  const folder = join(OUTSIDE, randomBytes(8).toString("hex"));
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
  } catch {
    throw new Fault("embedded.unreachable", { folder: wanted, user: runAs.uid });
  }
  if (!canEnter(folder, runAs)) throw new Fault("embedded.unreachable", { folder, user: runAs.uid });
  const inner = join(folder, "postgres");
  await mkdir(inner, { mode: 0o700 });
  await chown(inner, runAs.uid, runAs.gid);
  try {
    await symlink(inner, wanted);
  } catch (error) {
    // Another start was quicker.
    await rm(folder, { recursive: true });
    if (!(await exists(wanted))) throw error;
    return preparePlace(resolve(wanted, ".."), true);
  }
  return { folder: inner, runAs };
}

async function giveAway(folder: string): Promise<Place> {
  const runAs = findServiceUser();
  await chown(folder, runAs.uid, runAs.gid);
  if (!canEnter(folder, runAs)) throw new Fault("embedded.unreachable", { folder, user: runAs.uid });
  return { folder, runAs };
}

/** Through `id`, so that users of a directory service count too. */
function findServiceUser(): RunAs {
  for (const name of ["jendela", "postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((what) => spawnSync("id", [what, name], { encoding: "utf8" }).stdout?.trim());
    if (uid && gid && /^[1-9]\d*$/.test(uid) && /^\d+$/.test(gid)) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Fault("embedded.no-user");
}

/** Asked of the system rather than read off the modes: access lists and mounts count too. */
function canEnter(folder: string, runAs: RunAs): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...runAs, cwd: "/", stdio: "ignore" }).status === 0;
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
