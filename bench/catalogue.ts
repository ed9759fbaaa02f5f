/**
 * `npm run bench:catalogue`: search and list in a catalogue of ten thousand datasets (BENCH_DATASETS sets another number), over HTTP, as
 * JSON lines.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../src/store/data-source.ts";
import { startEmbedded } from "../src/store/embedded.ts";
import { askCatalogue } from "./catalogue-asked.ts";
import { makeCatalogue } from "./make-catalogue.ts";
import { round, startServer, tell, timed } from "./setup.ts";

const DATASETS = Number(process.env.BENCH_DATASETS ?? 10_000);

async function main(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "jendela-bench-"));
  await chmod(home, 0o755);
  // It serves and does no work of its own: the datasets have no rows to look at.
  process.env.CHECK_WORKERS = "0";
  const { server, url } = await startServer(home);
  const embedded = await startEmbedded({ home });
  const store = await openStore({ url: embedded.url, poolSize: 4 });
  try {
    const { seconds } = await timed(() => makeCatalogue(store, DATASETS));
    await store.write((tx) => tx.query("analyze"));
    tell({ what: "catalogue", datasets: DATASETS, msEach: round((seconds * 1000) / DATASETS) });
    await askCatalogue(url);
  } finally {
    await store.close();
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await embedded.stop();
    await rm(home, { recursive: true, force: true });
  }
}

await main();
