/**
 * `npm run load`: sixteen clients at once against the built server with its embedded database and the samples, for LOAD_MINUTES (10):
 * thirteen who read, two who upload, one who publishes; in the middle of it one file of LOAD_LARGE_MB (200) is checked. JSON lines, at
 * the end a verdict; exit 1 when an aim is missed. LOAD_REST_MS (100): how long a reader rests after an answer, on average.
 */
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Officers, publish, sendLarge, upload } from "./load-officers.ts";
import { READERS, read } from "./load-readers.ts";
import { meanBetween, percentile, startWatch, type Watch } from "./load-watch.ts";
import { benchPackage, makeData } from "./make-data.ts";
import { makeToken, peakMb, ROOT, round, startServer, tell } from "./setup.ts";

const MINUTES = Number(process.env.LOAD_MINUTES ?? 10);
const LARGE_MB = Number(process.env.LOAD_LARGE_MB ?? 200);
const REST_MS = Number(process.env.LOAD_REST_MS ?? 100);

const AIMS = { errors: 0, memoryGrowth: 1.1, loopDelayMs: 100, readMs: 500 };
const BYTES_A_ROW = 62;
const SLUGS = ["beban-satu", "beban-dua", "beban-besar"] as const;
/** Rows of what the two uploaders send again and again. */
const ROWS = [2_000, 20_000] as const;

async function main(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "jendela-load-"));
  await chmod(home, 0o755);
  const files = await makeFiles(home);
  const { server, url } = await startServer(home, "yes");
  try {
    const producer = () => makeToken(home, "--role", "producer", "--agency", "diskominfo-sp");
    const as = {
      uploaders: [await producer(), await producer()],
      publisher: await makeToken(home, "--role", "reviewer"),
    };
    for (const slug of SLUGS) await makeDataset(url, as.uploaders[0] ?? "", slug);
    const watch = startWatch(url, server.pid ?? 0);
    await run({ url, as, watch }, files);
    watch.stop();
    const verdict = judge(watch);
    tell({ ...verdict, peakMb: await peakMb({ server }) });
    process.exitCode = verdict.holds ? 0 : 1;
  } finally {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await rm(home, { recursive: true, force: true });
  }
}

async function run({ url, as, watch }: Pick<Officers, "url" | "as" | "watch">, files: Files): Promise<void> {
  const over = new AbortController();
  const agent = new Agent({ keepAlive: true });
  const datasets = await listDatasets(url);
  const world: Officers = { url, as, watch, agent, over: over.signal, rest: REST_MS, datasets, ready: [] };
  const [one = "", two = ""] = as.uploaders;
  const clients = [
    ...READERS.flatMap(([name, count, reader]) =>
      Array.from({ length: count }, (_, at) => read(world, name, reader, at * 7)),
    ),
    upload(world, one, SLUGS[0], files.small),
    upload(world, two, SLUGS[1], files.middle),
    publish(world),
    checkLarge(world, files.large),
  ];
  await tellMinutes(watch);
  over.abort();
  await Promise.all(clients);
  agent.destroy();
}

const loopDelays: { checking?: number } = {};

/** After two tenths of the run, so that the second minute of ten is without it and the last has long forgotten it. */
async function checkLarge(world: Officers, path: string): Promise<void> {
  await sleep(MINUTES * 12_000);
  await world.watch.loopDelay();
  const began = performance.now();
  const id = await sendLarge(world, world.as.uploaders[1] ?? "", SLUGS[2], path);
  const ms = await world.watch.loopDelay();
  if (id === undefined || ms === undefined) return;
  loopDelays.checking = ms;
  tell({ what: "large file checked", seconds: round((performance.now() - began) / 1000), loopDelayP99Ms: round(ms) });
}

async function tellMinutes(watch: Watch): Promise<void> {
  for (let minute = 1; minute <= Math.ceil(MINUTES); minute += 1) {
    const before = new Map([...watch.times].map(([kind, list]) => [kind, list.length]));
    await sleep(Math.min(1, MINUTES - minute + 1) * 60_000);
    const recent = [...watch.times].flatMap(([kind, list]) => (isRead(kind) ? list.slice(before.get(kind) ?? 0) : []));
    tell({
      what: "minute",
      minute,
      reads: recent.length,
      readP99Ms: round(percentile(recent, 0.99)),
      memoryMb: round(watch.memory.at(-1)?.[1] ?? 0),
      errors: watch.errors.length,
    });
  }
}

/** The second tenth and the last one are the second minute and the last one of ten. */
function judge(watch: Watch) {
  for (const [kind, list] of watch.times)
    tell({
      what: kind,
      count: list.length,
      p50Ms: round(percentile(list, 0.5)),
      p99Ms: round(percentile(list, 0.99)),
      mostMs: round(Math.max(...list)),
    });
  for (const error of watch.errors) tell({ what: "error", error });
  const tenth = MINUTES * 6;
  const second = meanBetween(watch.memory, tenth, 2 * tenth);
  const last = meanBetween(watch.memory, 9 * tenth, 10 * tenth);
  const readMs = percentile(
    [...watch.times].flatMap(([kind, list]) => (isRead(kind) ? list : [])),
    0.99,
  );
  const { checking } = loopDelays;
  const holds =
    watch.errors.length <= AIMS.errors &&
    last / second <= AIMS.memoryGrowth &&
    checking !== undefined &&
    checking < AIMS.loopDelayMs &&
    readMs < AIMS.readMs;
  return {
    what: "verdict",
    holds,
    minutes: MINUTES,
    errors: watch.errors.length,
    memorySecondMb: round(second),
    memoryLastMb: round(last),
    memoryGrowth: round(last / second),
    loopDelayP99Ms: checking === undefined ? "not measured: the large file was not checked in time" : round(checking),
    readP99Ms: round(readMs),
    aims: AIMS,
  };
}

/** Everything but the officers' own waiting. */
const isRead = (kind: string): boolean => !["check", "check-large", "publish"].includes(kind);

interface Files {
  readonly small: readonly string[];
  readonly middle: readonly string[];
  readonly large: string;
}

async function makeFiles(home: string): Promise<Files> {
  const seeds = join(ROOT, "seeds");
  const lines = async (rows: number) => {
    const path = join(home, `${rows}.csv`);
    await makeData(path, rows, { seeds });
    return (await readFile(path, "utf8")).trimEnd().split("\n");
  };
  const large = join(home, "besar.csv");
  const rows = await makeData(large, Math.round((LARGE_MB * 1e6) / BYTES_A_ROW), { seeds });
  tell({ what: "large file", rows, megabytes: round((await stat(large)).size / 1e6), node: process.version });
  return { small: await lines(ROWS[0]), middle: await lines(ROWS[1]), large };
}

async function makeDataset(url: string, as: string, slug: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/datasets`, {
    method: "POST",
    headers: { Authorization: `Bearer ${as}`, "Content-Type": "application/json" },
    body: JSON.stringify(benchPackage(slug)),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function listDatasets(url: string): Promise<readonly string[]> {
  const response = await fetch(`${url}/api/3/action/package_list`);
  return ((await response.json()) as { result: string[] }).result;
}

await main();
