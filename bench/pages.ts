/**
 * `npm run bench:pages`: the portal's pages of a dataset of a million rows (BENCH_ROWS) beside those of one of a thousand: how long they
 * take when they are made anew and when they are kept, how much is sent before anything of the page is seen, and whether it waits for script.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import pg from "pg";
import { startEmbedded } from "../src/store/embedded.ts";
import { benchPackage, makeData } from "./make-data.ts";
import {
  type Bench,
  call,
  makeToken,
  peakMb,
  ROOT,
  round,
  startServer,
  takeTurns,
  tell,
  timed,
  untilIdle,
} from "./setup.ts";
import { uploadAndPublish } from "./versions.ts";

const SIZES = { "uji-kecil": 1_000, "uji-besar": Number(process.env.BENCH_ROWS ?? 1_000_000) };
const ROUNDS = 11;

interface Asked {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Another answer every time, so that none is kept: told apart by language, coding and version. */
const variant = (path: string, query: string, nth: number): Asked => ({
  path: `${path}${nth % 2 === 0 ? "" : "/v1"}${query.endsWith("=") ? `${query}${nth}` : query}`,
  headers: {
    "Accept-Language": (nth >> 1) % 2 === 0 ? "id" : "en",
    "Accept-Encoding": ["br", "gzip", "identity"][(nth >> 2) % 3] ?? "br",
  },
});

const PAGES = {
  dataset: "",
  table: "?tampil=tabel",
  "table of one regency": "?tampil=tabel&kode_kabupaten_kota=73.01",
  "table by value": "?tampil=tabel&_sort=-nilai",
  "table of values above, another each time": "?tampil=tabel&nilai.gt=",
};

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
    await untilIdle(bench);
    const [small, large] = Object.keys(SIZES) as [string, string];
    for (const [what, query] of Object.entries(PAGES)) {
      const anew = (slug: string) => {
        let nth = 0;
        return () => get(url, variant(`/dataset/${slug}`, query, nth++));
      };
      const kept = () => get(url, variant(`/dataset/${large}`, query, 0));
      const [few = 0, many = 0, again = 0] = await takeTurns(ROUNDS, [anew(small), anew(large), kept]);
      const ms = { smallMs: round(few * 1000), largeMs: round(many * 1000), keptMs: round(again * 1000) };
      tell({ what, ...ms, timesSlower: round(many / few) });
    }
    tell({ what: "first view of a dataset", ...(await firstView(url, `/dataset/${large}`)) });
    tell({ peakMb: await peakMb(bench) });
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
  tell({ what: "published", slug, rows, seconds: round(seconds) });
}

async function get(url: string, { path, headers = {} }: Asked): Promise<string> {
  const response = await fetch(`${url}${path}`, { headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return text;
}

/** Kilobytes, compressed, of the page and of all that it asks for before it can be painted whole: styles, typeface, pictures, script. */
async function firstView(url: string, path: string) {
  const page = await get(url, { path });
  const tags = page.match(/<(?:link|script|img)\b[^>]*>/g) ?? [];
  const wanted = tags.filter((tag) => /^<(?:script|img)|rel="(?:stylesheet|preload|modulepreload|icon)"/.test(tag));
  const addresses = new Set(wanted.flatMap((tag) => /(?:src|href)="(\/[^"]*)"/.exec(tag)?.[1] ?? []));
  const bytes = await Promise.all(
    [...addresses].map(async (address) => {
      const response = await fetch(`${url}${address.replaceAll("&amp;", "&")}`);
      const body = Buffer.from(await response.arrayBuffer());
      // What is a compressed format already stays as large as it is.
      return /font|png/.test(response.headers.get("content-type") ?? "")
        ? body.length
        : brotliCompressSync(body).length;
    }),
  );
  const kb = (sum: number): number => round(sum / 1000);
  const blocking = tags.filter(
    (tag) => tag.startsWith("<script") && tag.includes("src=") && !/defer|async|type="module"/.test(tag),
  );
  return {
    pageKb: kb(brotliCompressSync(page).length),
    allKb: kb(bytes.reduce((sum, each) => sum + each, brotliCompressSync(page).length)),
    requests: addresses.size + 1,
    blockingScripts: blocking.length,
  };
}

await main();
