/**
 * `npm run bench:pages`: the portal's pages of a dataset of a million rows (BENCH_ROWS) beside those of one of a thousand: how long they
 * take when they are made anew and when they are kept, how much is sent before anything of the page is seen, and whether it waits for script.
 */
import { brotliCompressSync } from "node:zlib";
import { peakMb, round, takeTurns, tell, untilIdle, withBench } from "./setup.ts";
import { publishTable } from "./versions.ts";

const SIZES = { "uji-kecil": 1_000, "uji-besar": Number(process.env.BENCH_ROWS ?? 1_000_000) };
const ROUNDS = 11;

interface Asked {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Another answer every time, so that none is kept: told apart by version, language and coding. */
const variant = (path: string, query: string, nth: number): Asked => {
  const address = `${path}${nth % 2 === 0 ? "" : "/v1"}?lang=${(nth >> 1) % 2 === 0 ? "id" : "en"}`;
  return {
    path: `${address}${query.endsWith("=") ? `${query}${nth}` : query}`,
    headers: { "Accept-Encoding": ["br", "gzip", "identity"][(nth >> 2) % 3] ?? "br" },
  };
};

const PAGES = {
  dataset: "",
  table: "&tampil=tabel",
  "table of one regency": "&tampil=tabel&kode_kabupaten_kota=73.01",
  "table by value": "&tampil=tabel&_sort=-nilai",
  "table of values above, another each time": "&tampil=tabel&nilai.gt=",
};

await withBench(async (bench) => {
  const { url } = bench;
  for (const [slug, wanted] of Object.entries(SIZES)) await publishTable(bench, slug, wanted);
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
});

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
