import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startEmbedded } from "../../src/store/embedded.ts";
import { findPostmaster } from "../../src/store/embedded-cluster.ts";
import { preparePlace } from "../../src/store/embedded-place.ts";
import { findPrograms, shippedFolder } from "../../src/store/embedded-programs.ts";

const isRoot = process.getuid?.() === 0;
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const NOBODY = { uid: 65534, gid: 65534 };
const settings = { fsync: "off" };
const undo: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A folder as another user's home would be: others may enter, unless it is private. */
async function newHome(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "jendela-embedded-"));
  await chmod(folder, mode);
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

let made: string | undefined;

/** A home whose database exists already, copied from one that is made once. */
async function usedHome(): Promise<string> {
  if (made === undefined) {
    made = await mkdtemp(join(tmpdir(), "jendela-embedded-"));
    await chmod(made, 0o755);
    await (await startEmbedded({ home: made, settings })).stop();
  }
  const home = await newHome();
  spawnSync("cp", ["-a", `${made}/.`, home]);
  return home;
}

afterAll(async () => {
  if (made !== undefined) await rm(made, { recursive: true, force: true });
});

interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  readonly exit: Promise<number | string | null>;
}

/** Starts `embedded-child.ts` in a process group of its own, as a terminal or a supervisor would. */
async function startChild(
  home: string,
  options: { env?: NodeJS.ProcessEnv; lag?: number; uid?: number; gid?: number } = {},
): Promise<Child> {
  const { env = {}, lag = 0, ...runAs } = options;
  const script = join(PROJECT, "test/store/embedded-child.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, home, String(lag)], {
    cwd: PROJECT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, ...env },
    ...runAs,
  });
  const exit = once(child, "exit").then(([code, signal]: (number | string | null)[]) => code ?? signal ?? null);
  undo.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exit;
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const [first] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    exit.then((code) => {
      throw new Error(`the child ended with ${code}: ${complaint}`);
    }),
  ]);
  return { process: child, url: String(first), exit };
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterOf = (home: string) => findPostmaster({ folder: join(home, "postgres"), runAs: undefined });

describe("the embedded database", () => {
  it("is UTF-8 in code point order whatever the locale, and only the loopback with the password gets in", async () => {
    const home = await newHome();
    const { url } = await startChild(home, {
      env: { LANG: "id_ID.ISO-8859-1", LC_ALL: "POSIX", PGTZ: "Asia/Makassar", PGPORT: "1" },
    });
    const [facts] = await query(
      url,
      `select current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone, current_setting('listen_addresses') as at,
              current_setting('unix_socket_directories') as sockets, current_setting('synchronous_commit') as safe, lower('É') as lower,
              (select array_agg(x order by x) from unnest(array['b','B','a','é']) x) as sorted`,
    );
    expect(facts).toEqual({
      encoding: "UTF8",
      zone: "UTC",
      at: "127.0.0.1",
      sockets: "",
      safe: "on",
      lower: "é",
      sorted: ["B", "a", "b", "é"],
    });
    expect((await stat(join(home, "postgres.json"))).mode & 0o777).toBe(0o600);
    const other = new URL(url);
    other.password = "guess";
    await expect(query(other.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("is stopped in order by the server's own SIGTERM, which ends with exit 0, and keeps its data", async () => {
    const home = await usedHome();
    const first = await startChild(home);
    await query(first.url, "create table kept as select 1 as one");
    first.process.kill("SIGTERM");
    expect(await first.exit).toBe(0);
    expect(await postmasterOf(home)).toBeUndefined();
    const second = await startChild(home);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, "select one from kept")).toEqual([{ one: 1 }]);
  });

  it("does not hear the terminal's Ctrl-C before the server has finished with it", async () => {
    const home = await usedHome();
    const child = await startChild(home, { lag: 500 });
    process.kill(-(child.process.pid ?? 0), "SIGINT");
    // The child asks its database once more before it exits 0.
    expect(await child.exit).toBe(0);
    expect(await postmasterOf(home)).toBeUndefined();
  });

  it("outlives a server that is killed, and is taken over by the next one", async () => {
    const home = await usedHome();
    const first = await startChild(home);
    await query(first.url, "create table kept as select 1 as one");
    first.process.kill("SIGKILL");
    await first.exit;
    const orphan = await postmasterOf(home);
    expect(orphan).toBeDefined();
    const second = await startEmbedded({ home, settings });
    expect(await postmasterOf(home)).toEqual(orphan);
    expect(await query(second.url, "select one from kept")).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await postmasterOf(home)).toBeUndefined();
  });

  it("serves a command beside a running server and stops with the last of them", async () => {
    const home = await newHome();
    // Both at once, on an empty home.
    const [server, command] = await Promise.all([startChild(home), startEmbedded({ home, settings })]);
    expect(command.url).toBe(server.url);
    await command.stop();
    await command.stop();
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    server.process.kill("SIGTERM");
    expect(await server.exit).toBe(0);
    expect(await postmasterOf(home)).toBeUndefined();
  });

  it("is started again when it dies under a living server", async () => {
    const home = await usedHome();
    const observed: string[] = [];
    const embedded = await startEmbedded({ home, settings, observe: ({ kind }) => observed.push(kind) });
    undo.push(embedded.stop);
    const before = await postmasterOf(home);
    process.kill(before?.pid ?? 0, "SIGQUIT");
    await expect
      .poll(() => query(embedded.url, "select 1 as one").catch(() => []), { timeout: 20_000 })
      .toEqual([{ one: 1 }]);
    expect(observed).toContain("embedded-database-lost");
    await embedded.stop();
    await expect.poll(() => postmasterOf(home)).toBeUndefined();
  });

  it("moves to another port when somebody took its own", async () => {
    const home = await usedHome();
    const first = await startEmbedded({ home, settings });
    await first.stop();
    const port = Number(new URL(first.url).port);
    const thief = createServer().listen(port, "127.0.0.1");
    await once(thief, "listening");
    undo.push(() => thief.close());
    const second = await startEmbedded({ home, settings });
    expect(new URL(second.url).port).not.toBe(String(port));
    await second.stop();
  });

  it("starts although a stale pid file names a process that lives", async () => {
    const home = await usedHome();
    const first = await startEmbedded({ home, settings });
    await first.stop();
    const file = join(home, "postgres", "data", "postmaster.pid");
    await writeFile(file, `${process.pid}\n${join(home, "postgres", "data")}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    const second = await startEmbedded({ home, settings });
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it("says what to do when its folder has been moved away, or is of another PostgreSQL", async () => {
    const home = await newHome();
    await symlink(join(home, "nowhere"), join(home, "postgres"));
    await expect(startEmbedded({ home })).rejects.toMatchObject({ code: "embedded.moved-away" });
    await unlink(join(home, "postgres"));
    const place = await preparePlace(home);
    await mkdir(join(place.folder, "data"));
    await writeFile(join(place.folder, "data", "PG_VERSION"), "12\n");
    await expect(startEmbedded({ home })).rejects.toMatchObject({
      code: "embedded.other-major",
      params: { found: "12" },
    });
  });
});

describe("the shipped programs", () => {
  /** The package as `npm ci --ignore-scripts` leaves it: no links. */
  async function unlinkedPackage(parent: string): Promise<string> {
    const copy = join(parent, "package");
    cpSync(shippedFolder(), copy, { recursive: true, verbatimSymlinks: true });
    const libraries = join(copy, "native", "lib");
    for (const entry of await readdir(libraries, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) await unlink(join(libraries, entry.name));
    }
    return copy;
  }

  const runs = (program: string, runAs: object = {}) =>
    spawnSync(program, ["--version"], { ...runAs, cwd: "/", env: {} }).status === 0;

  it("are mended in place after npm ci --ignore-scripts", async () => {
    const home = await newHome();
    const shipped = await unlinkedPackage(home);
    expect(runs(join(shipped, "native/bin/postgres"))).toBe(false);
    const programs = await findPrograms(await preparePlace(home), shipped);
    expect(dirname(programs.initdb)).toBe(join(shipped, "native/bin"));
    expect(runs(join(shipped, "native/bin/postgres"))).toBe(true);
  });

  it.skipIf(isRoot)("are copied beside the data when they cannot be mended in place", async () => {
    const home = await newHome();
    const shipped = await unlinkedPackage(home);
    await chmod(join(shipped, "native/lib"), 0o555);
    undo.push(() => chmod(join(shipped, "native/lib"), 0o755));
    const programs = await findPrograms(await preparePlace(home), shipped);
    expect(programs.initdb.startsWith(join(home, "postgres"))).toBe(true);
    expect(runs(programs.initdb)).toBe(true);
  });

  it.runIf(isRoot)("are copied beside the data when the database's user cannot reach them", async () => {
    const [home, secret] = [await newHome(), await newHome(0o700)];
    const shipped = await unlinkedPackage(secret);
    const place = await preparePlace(home);
    const programs = await findPrograms(place, shipped);
    expect(programs.initdb.startsWith(join(home, "postgres"))).toBe(true);
    expect(runs(programs.initdb, place.runAs)).toBe(true);
  });
});

describe.runIf(isRoot)("as root", () => {
  it("runs as another user in the home folder where that user can enter it", async () => {
    const home = await newHome();
    const embedded = await startEmbedded({ home, settings });
    undo.push(embedded.stop);
    const running = await postmasterOf(home);
    const owner = (await stat(join(home, "postgres", "data"))).uid;
    expect(owner).not.toBe(0);
    expect((await lstat(join(home, "postgres"))).isDirectory()).toBe(true);
    if (process.platform === "linux") expect((await stat(`/proc/${running?.pid}`)).uid).toBe(owner);
  });

  it("lies outside a private home, with a link, and is found again", async () => {
    const home = join(await newHome(0o700), ".jendela");
    undo.push(async () => rm(dirname(await readlink(join(home, "postgres"))), { recursive: true, force: true }));
    const first = await startEmbedded({ home, settings });
    undo.push(first.stop);
    const outside = await readlink(join(home, "postgres"));
    expect(outside.startsWith("/var/lib/jendela/")).toBe(true);
    expect((await stat(outside)).mode & 0o777).toBe(0o700);
    await query(first.url, "create table kept as select 1 as one");
    await first.stop();
    const second = await startEmbedded({ home, settings });
    undo.push(second.stop);
    expect(await query(second.url, "select one from kept")).toEqual([{ one: 1 }]);
  });

  it("runs a folder that an ordinary user made as that user", async () => {
    const home = await newHome();
    await mkdir(join(home, "postgres"), { mode: 0o700 });
    spawnSync("chown", ["65534:65534", join(home, "postgres")]);
    expect((await preparePlace(home)).runAs).toEqual(NOBODY);
  });

  const reachable =
    isRoot && spawnSync("ls", [join(PROJECT, "node_modules")], { ...NOBODY, stdio: "ignore" }).status === 0;
  it.runIf(reachable)("leaves an ordinary user everything under the home folder", async () => {
    const home = await newHome(0o777);
    const child = await startChild(home, { ...NOBODY, env: { HOME: home, TMPDIR: home } });
    expect((await stat(join(home, "postgres", "data"))).uid).toBe(NOBODY.uid);
    child.process.kill("SIGTERM");
    expect(await child.exit).toBe(0);
  });
});

describe.skipIf(isRoot)("as an ordinary user", () => {
  it("keeps everything under the home folder, however private", async () => {
    const home = join(await newHome(0o700), ".jendela");
    const embedded = await startEmbedded({ home, settings });
    undo.push(embedded.stop);
    expect(await realpath(join(home, "postgres"))).toBe(join(await realpath(home), "postgres"));
    expect(await readFile(join(home, "postgres", "data", "PG_VERSION"), "utf8")).toMatch(/^\d+\n$/);
  });
});
