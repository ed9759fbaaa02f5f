/**
 * `npm run bench:first-page`: the first page of a dataset of very many rows beside that of a small one, made anew each time. BENCH_ROWS
 * sets how many are many (default 13 million, about 800 MB and some minutes).
 */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "../src/store/embedded.ts";
import { benchPackage, makeData } from "./make-data.ts";
import { type Bench, call, makeToken, peakMb, ROOT, rates, round, startServer, tell, timed } from "./setup.ts";
import { uploadAndPublish } from "./versions.ts";

const SIZES = { kecil: 10_000, besar: Number(process.env.BENCH_ROWS ?? 13_000_000) };
const COUNT = 800;

const pageOf = (slug: string): string => `{dataset(slug:"${slug}"){rows(first:100){nodes pageInfo{endCursor}}}}`;

async function main(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "jendela-bench-"));
  await chmod(home, 0o755);
  const { server, url } = await startServer(home);
  const embedded = await startEmbedded({ home });
  const database = new pg.Client({ connectionString: embedded.url });
  await database.connect();
  try {
    const officer = await makeToken(home, "--role", "producer", "--agency", "diskominfo-sp");
    const reviewer = await makeToken(home, "--role", "reviewer");
    const bench: Bench = { url, server, database, officer, reviewer };
    for (const [slug, wanted] of Object.entries(SIZES)) await publish(bench, slug, wanted, join(home, `${slug}.csv`));
    for (const connections of [1, 16]) await comparePages(bench, connections);
  } finally {
    await database.end();
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await embedded.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function publish(bench: Bench, slug: string, wanted: number, file: string): Promise<void> {
  const rows = await makeData(file, wanted, { seeds: join(ROOT, "seeds") });
  await call(bench, "/api/v1/datasets", bench.officer, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(benchPackage(slug)),
  });
  const { seconds } = await timed(() => uploadAndPublish(bench, file, slug));
  await rm(file);
  tell({ what: "published", slug, rows, seconds: round(seconds), peakMb: await peakMb(bench) });
}

async function comparePages({ url }: Bench, connections: number): Promise<void> {
  const contenders = Object.keys(SIZES).map((slug) => ({
    // A variable that nobody reads makes each of them another question, which no memory holds.
    questionOf: () => ({
      url: `${url}/graphql`,
      method: "POST" as const,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: pageOf(slug), variables: { other: randomUUID() } }),
    }),
  }));
  const [small = 0, large = 0] = await rates(connections, COUNT, contenders);
  tell({
    what: "first page",
    connections,
    small: round(small),
    large: round(large),
    timesSlower: round(small / large),
  });
}

await main();
