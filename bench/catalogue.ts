/**
 * `npm run bench:catalogue`: search and list in a catalogue of ten thousand datasets (BENCH_DATASETS sets another number), over HTTP, as
 * JSON lines. Nothing is given from memory: every question is another one.
 */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../src/store/data-source.ts";
import { startEmbedded } from "../src/store/embedded.ts";
import { makeCatalogue } from "./make-catalogue.ts";
import { ask, type Question, round, startServer, tell, timed } from "./setup.ts";

const DATASETS = Number(process.env.BENCH_DATASETS ?? 10_000);
const ASKED = 600;

const SEARCHES = [
  ...[
    "kemiskinan",
    "penduduk miskin gowa 2015",
    "ipm",
    "padi",
    "sekolah bone",
    "demam berdarah",
    "kemiskian",
    "penganguran",
  ],
  ...[
    "stunting balita",
    "harga beras",
    "jalan provinsi",
    "wisata toraja",
    "pajak kendaraan",
    "sapi",
    "anggaran belanja 2020",
  ],
  ...["poverty", "population", "puskesmas luwu utara", "rumput laut", "banjir 2010-2015"],
];

/** Milliseconds of each answer, ascending. */
async function measure(connections: number, questionOf: (index: number) => Question): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let next = -100;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < ASKED) {
        const index = next;
        next += 1;
        const { seconds } = await timed(() => ask(agent, questionOf(Math.abs(index)), 200));
        // The first hundred warm up.
        if (index >= 0) times.push(seconds * 1000);
      }
    }),
  );
  agent.destroy();
  return times.sort((a, b) => a - b);
}

const at = (times: readonly number[], share: number): number => round(times[Math.floor(times.length * share)] ?? 0);

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
    const graphql = (search: string): Question => ({
      url: `${url}/graphql`,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        query: `query($s: String){datasets(search:$s,first:20){totalCount nodes{slug title agency{name}}}}`,
        variables: { s: search, other: randomUUID() },
      }),
    });
    const search = (index: number): string => SEARCHES[index % SEARCHES.length] ?? "";
    const kinds: readonly [string, (index: number) => Question][] = [
      ["search, GraphQL", (index) => graphql(search(index))],
      [
        "search, page with facets and matches",
        (index) => ({ url: `${url}/dataset?${new URLSearchParams({ q: search(index) })}` }),
      ],
      ["list, GraphQL", () => graphql("")],
      ["list, page with facets", () => ({ url: `${url}/dataset` })],
    ];
    for (const [what, questionOf] of kinds) {
      for (const connections of [1, 16]) {
        const times = await measure(connections, questionOf);
        tell({ what, connections, p50Ms: at(times, 0.5), p95Ms: at(times, 0.95) });
      }
    }
  } finally {
    await store.close();
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await embedded.stop();
    await rm(home, { recursive: true, force: true });
  }
}

await main();
