/**
 * `npm run bench`: the whole way of a large file beside the limits of the machine, in one run, as JSON lines. A figure is a ratio to
 * what PostgreSQL or Node does bare in the same run; seconds depend on the machine. BENCH_ROWS sets the size (default one million).
 */
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "../src/store/embedded.ts";
import { benchDownloads } from "./downloads.ts";
import { benchPackage, makeData } from "./make-data.ts";
import { benchQueries } from "./queries.ts";
import { type Bench, call, makeToken, ROOT, round, SLUG, startServer, tell, untilIdle } from "./setup.ts";
import { benchVersions } from "./versions.ts";

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);

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
    await untilIdle(bench);
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
