/** The verb itself, killed without warning while bytes arrive: the copy is the version before, and the next run goes on. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { givenTable, publishRows, tableOf } from "../setup/outlets.ts";
import { type Followed, onCopy, openFollowed } from "./given.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let followed: Followed;
let dataset: Dataset;
let door: Server;
let url: string;
let folder: string;
/** While it is set, a file's answer stops after its first half and this is called. */
let stalled: (() => void) | undefined;

const rows = (value: string) =>
  Array.from(
    { length: 3000 },
    (_, index) => [String(index).padStart(5, "0"), index % 3 === 0 ? value : "1", {}] as const,
  );

beforeAll(async () => {
  followed = await openFollowed();
  folder = join(followed.folder, "..", "killed");
  const pkg = tableOf(
    [
      { name: "kode", type: "string" },
      { name: "nilai", type: "number" },
    ],
    ["kode"],
  );
  dataset = await givenTable(followed.store, "besar", pkg, rows("2"));
  door = createServer((request, response) => {
    void fetch(`${followed.url}${request.url}`).then(async (upstream) => {
      const body = Buffer.from(await upstream.arrayBuffer());
      response.writeHead(upstream.status, {
        "content-type": upstream.headers.get("content-type") ?? "",
        "content-length": body.length,
      });
      if (stalled === undefined || !request.url?.startsWith("/download/")) response.end(body);
      else response.write(body.subarray(0, body.length / 2), stalled);
    });
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  // A TCP server that listens has an AddressInfo.
  url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
afterAll(async () => {
  door.closeAllConnections();
  door.close();
  await followed.close();
});

const start = (...words: readonly string[]): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", "test/follow/child.ts", "follow", url, ...words], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "ignore"],
  });

const run = (...targets: readonly string[]): ChildProcess => start(...targets, "--once");

async function runToEnd(...targets: readonly string[]): Promise<string> {
  const child = run(...targets);
  const [said] = await Promise.all([child.stdout === null ? "" : text(child.stdout), once(child, "exit")]);
  expect(child.exitCode).toBe(0);
  return said;
}

async function killHalfWay(...targets: readonly string[]): Promise<void> {
  const half = new Promise<void>((resolve) => {
    stalled = resolve;
  });
  const child = run(...targets);
  await half;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  stalled = undefined;
}

it("follows into a folder through two deaths", { timeout: 120_000 }, async () => {
  const csv = join(folder, "besar", "current.csv");
  await killHalfWay(folder);
  expect(existsSync(csv)).toBe(false);
  expect(await runToEnd(folder)).toContain("besar: v1, salinan penuh");
  const first = await readFile(csv, "utf8");
  await publishRows(followed.store, dataset, rows("3"));
  await killHalfWay(folder);
  expect(await readFile(csv, "utf8")).toBe(first);
  expect(await runToEnd(folder)).toBe("besar: v1 → v2, selisih / difference\n");
  expect(await readFile(csv, "utf8")).toBe(await (await fetch(`${url}/download/besar.csv`)).text());
  expect((await readdir(join(folder, "besar"))).toSorted()).toEqual(["current.csv", "datapackage.json"]);
});

it("follows into PostgreSQL through two deaths", { timeout: 120_000 }, async () => {
  const target = ["--postgres", followed.copyUrl, "--schema", "terputus"];
  const sum = () =>
    onCopy(followed.copyUrl, async (client) => {
      const there = await client.query("select to_regclass('terputus.besar') is not null as there");
      if (there.rows[0]?.there !== true) return undefined;
      return (await client.query("select count(*)::int as count, sum(nilai)::int as sum from terputus.besar")).rows[0];
    });
  await killHalfWay(...target);
  expect(await sum()).toBeUndefined();
  await runToEnd(...target);
  expect(await sum()).toEqual({ count: 3000, sum: 5000 });
  await publishRows(followed.store, dataset, rows("4"));
  await killHalfWay(...target);
  expect(await sum()).toEqual({ count: 3000, sum: 5000 });
  expect(await runToEnd(...target)).toBe("besar: v2 → v3, selisih / difference\n");
  expect(await sum()).toEqual({ count: 3000, sum: 6000 });
});

it("hears of a version at once while it runs, and ends well when it is asked to", { timeout: 120_000 }, async () => {
  const child = start(join(folder, "..", "running"), "--interval", "30");
  if (child.stdout === null) throw new Error("no output");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toMatch(/^besar: v\d, salinan penuh/);
  const began = performance.now();
  await publishRows(followed.store, dataset, rows("5"));
  expect((await lines.next()).value).toMatch(/^besar: v\d → v\d, selisih/);
  await publishRows(followed.store, dataset, rows("6"));
  expect((await lines.next()).value).toMatch(/^besar: v\d → v\d, selisih/);
  expect(performance.now() - began).toBeLessThan(28_000);
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
  expect(child.exitCode).toBe(0);
});

it("ends with 2 when it is not told where to", { timeout: 120_000 }, async () => {
  const child = run();
  await once(child, "exit");
  expect(child.exitCode).toBe(2);
});
