/**
 * `npm run bench`: the whole way of a large file beside the limits of the machine, in one run, as JSON lines. A figure is a ratio to
 * what PostgreSQL or Node does bare in the same run; seconds depend on the machine. BENCH_ROWS sets the size (default one million).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { startEmbedded } from "../src/store/embedded.ts";
import { benchPackage, makeData } from "./make-data.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const REQUESTS = 200;
const SLUG = "uji-kinerja";

const tell = (figure: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(figure)}\n`);
const round = (value: number): number => Math.round(value * 1000) / 1000;

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

interface Bench {
  readonly url: string;
  readonly server: ChildProcess;
  readonly database: pg.Client;
  readonly officer: string;
  readonly reviewer: string;
}

async function startServer(home: string): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [join(ROOT, "dist/cli.js"), "start"], {
    env: { ...process.env, BASE_URL: "", JENDELA_HOME: home, JENDELA_SAMPLES: "no", PORT: "0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout?.on("data", (chunk: Buffer) => {
      const port = /localhost:(\d+)/.exec(chunk.toString())?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
  return { server, url };
}

function makeToken(home: string, ...options: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, "dist/cli.js"), "token", "create", "--name", "bench", ...options], {
    env: { ...process.env, BASE_URL: "", JENDELA_HOME: home },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", () => resolve(said.trimEnd().split("\n").at(-1) ?? "")));
}

/** Peak resident memory of the server so far, in MB. */
async function peakMb({ server }: Pick<Bench, "server">): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

async function call(bench: Bench, path: string, as: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${bench.url}${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${as}`, ...init.headers },
  });
  const body = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body;
}

/** From the first byte sent to the moment the version is published. */
async function uploadAndPublish(bench: Bench, path: string): Promise<void> {
  const sent = await call(bench, `/api/v1/datasets/${SLUG}/uploads`, bench.officer, {
    method: "POST",
    body: createReadStream(path) as unknown as ReadableStream, // fetch of Node takes any async iterable
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=bench.csv" },
    duplex: "half",
  } as RequestInit);
  for (;;) {
    const { status, report } = await call(bench, `/api/v1/uploads/${sent.id}`, bench.officer);
    if (status === "ready") break;
    if (status !== "received" && status !== "checking")
      throw new Error(`${status}: ${JSON.stringify(report).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await call(bench, `/api/v1/uploads/${sent.id}/publish`, bench.reviewer, { method: "POST" });
}

async function copyBare({ database }: Bench, path: string): Promise<number> {
  await database.query("drop table if exists bare");
  await database.query(
    `create table bare (kode_kabupaten_kota text, kode_kecamatan text, nama_kecamatan text, tahun integer, bulan integer, indikator text,
     nilai numeric, satuan text, primary key (kode_kecamatan, tahun, bulan, indikator))`,
  );
  const { seconds } = await timed(() =>
    pipeline(createReadStream(path), database.query(copyFrom("copy bare from stdin (format csv, header)"))),
  );
  await database.query("analyze bare");
  return seconds;
}

async function drain(url: string): Promise<number> {
  const { seconds } = await timed(async () => {
    const response = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
    for await (const chunk of response.body ?? []) void chunk;
  });
  return seconds;
}

function serve(answer: Parameters<typeof createServer>[1]): Promise<{ server: Server; url: string }> {
  const server = createServer(answer ?? (() => {}));
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    ),
  );
}

/** Requests a second at so many connections. */
async function rate(connections: number, once: () => Promise<Response>): Promise<number> {
  for (let warm = 0; warm < 10; warm += 1) await (await once()).arrayBuffer();
  let left = REQUESTS;
  const { seconds } = await timed(() =>
    Promise.all(
      Array.from({ length: connections }, async () => {
        while (left > 0) {
          left -= 1;
          const response = await once();
          if (!response.ok) throw new Error(await response.text());
          await response.arrayBuffer();
        }
      }),
    ),
  );
  return REQUESTS / seconds;
}

async function benchVersions(bench: Bench, first: string, second: string): Promise<void> {
  const copy = await copyBare(bench, first);
  const one = await timed(() => uploadAndPublish(bench, first));
  tell({
    what: "first version",
    copyWithKey: round(copy),
    seconds: round(one.seconds),
    ratio: round(one.seconds / copy),
    peakMb: await peakMb(bench),
  });
  const two = await timed(() => uploadAndPublish(bench, second));
  tell({
    what: "second version, 1 % changed",
    seconds: round(two.seconds),
    ratio: round(two.seconds / copy),
    peakMb: await peakMb(bench),
  });
}

async function benchDownloads(bench: Bench, path: string): Promise<void> {
  const disk = await serve((_request, response) => void pipeline(createReadStream(path), response));
  // Once each before, so that both come from the page cache.
  await drain(disk.url);
  await drain(`${bench.url}/download/${SLUG}.csv`);
  const plain = await drain(disk.url);
  const ours = await drain(`${bench.url}/download/${SLUG}.csv`);
  tell({
    what: "whole csv",
    staticFile: round(plain),
    seconds: round(ours),
    ratio: round(ours / plain),
    peakMb: await peakMb(bench),
  });
  disk.server.close();
  const piped = await serve((_request, response) => {
    const rows =
      "copy (select * from bare where kode_kabupaten_kota = '73.06' order by 2, 4, 5, 6) to stdout (format csv, header)";
    void pipeline(bench.database.query(copyTo(rows)), response);
  });
  const copied = await drain(piped.url);
  const region = await drain(`${bench.url}/download/${SLUG}.csv?kode_kabupaten_kota=73.06`);
  tell({
    what: "one regency's csv",
    copyTo: round(copied),
    seconds: round(region),
    ratio: round(region / copied),
    peakMb: await peakMb(bench),
  });
  piped.server.close();
}

const PAGE = `{dataset(slug:"${SLUG}"){rows(filter:[{field:"tahun",value:"2016"},{field:"kode_kabupaten_kota",value:"73.06"}],first:100){nodes}}}`;
const SUM = `{dataset(slug:"${SLUG}"){aggregate(filter:[{field:"tahun",value:"2016"},{field:"indikator",value:"indikator-01"}],groupBy:["kode_kabupaten_kota"],measures:[{field:"nilai",op:SUM}])}}`;
const PAGE_SQL =
  "select * from bare where tahun = $1 and kode_kabupaten_kota = $2 order by kode_kecamatan, tahun, bulan, indikator limit 100";
const SUM_SQL = "select kode_kabupaten_kota, sum(nilai) from bare where tahun = $1 and indikator = $2 group by 1";

async function benchQueries(bench: Bench, url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  await pool.query("create index on bare (kode_kabupaten_kota, tahun)");
  for (const [what, query, sql, values] of [
    ["page of 100 rows", PAGE, PAGE_SQL, [2016, "73.06"]],
    ["grouped sum", SUM, SUM_SQL, [2016, "indikator-01"]],
  ] as const) {
    const bare = await serve((_request, response) => {
      void pool
        .query(sql, [...values])
        .then(({ rows }) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(rows)));
    });
    for (const connections of [1, 16]) {
      const limit = await rate(connections, () => fetch(bare.url));
      const ours = await rate(connections, () =>
        fetch(`${bench.url}/graphql`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ query }),
        }),
      );
      tell({
        what,
        connections,
        bareSqlPerSecond: round(limit),
        perSecond: round(ours),
        ratio: round(ours / limit),
        peakMb: await peakMb(bench),
      });
    }
    bare.server.close();
  }
  await pool.end();
}

async function main(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "jendela-bench-"));
  await chmod(home, 0o755);
  const [first, second] = [join(home, "first.csv"), join(home, "second.csv")];
  const seeds = join(ROOT, "seeds");
  const rows = await makeData(first, ROWS, { seeds });
  await makeData(second, ROWS, { seeds, change: 100 });
  tell({ what: "file", rows, megabytes: round((await stat(first)).size / 1e6), node: process.version });
  const { server, url } = await startServer(home);
  const embedded = await startEmbedded({ home });
  const database = new pg.Client({ connectionString: embedded.url });
  await database.connect();
  try {
    const officer = await makeToken(home, "--role", "producer", "--agency", "diskominfo-sp");
    const reviewer = await makeToken(home, "--role", "reviewer");
    const bench: Bench = { url, server, database, officer, reviewer };
    await call(bench, "/api/v1/datasets", officer, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(benchPackage(SLUG)),
    });
    await benchVersions(bench, first, second);
    await benchDownloads(bench, second);
    await benchQueries(bench, embedded.url);
  } finally {
    await database.end();
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await embedded.stop();
    await rm(home, { recursive: true, force: true });
  }
}

await main();
