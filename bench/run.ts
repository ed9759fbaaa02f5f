/**
 * `npm run bench`: the whole way of a large file beside the limits of the machine, in one run, as JSON lines. A figure is a ratio to
 * what PostgreSQL or Node does bare in the same run; seconds depend on the machine. BENCH_ROWS sets the size (default one million).
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { benchDownloads } from "./downloads.ts";
import { makeData } from "./make-data.ts";
import { benchQueries } from "./queries.ts";
import { ROOT, round, tell, untilIdle, withBench } from "./setup.ts";
import { benchVersions, declare } from "./versions.ts";

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);

await withBench(async (bench) => {
  const [first, second] = [join(bench.home, "first.csv"), join(bench.home, "second.csv")];
  const seeds = join(ROOT, "seeds");
  const rows = await makeData(first, ROWS, { seeds });
  await makeData(second, ROWS, { seeds, change: 100 });
  tell({ what: "file", rows, megabytes: round((await stat(first)).size / 1e6), node: process.version });
  await declare(bench);
  await benchVersions(bench, first, second);
  await untilIdle(bench);
  await benchDownloads(bench, second);
  await benchQueries(bench, bench.databaseUrl);
});
