/**
 * `npm run bench:outlets`: what harvesters and statistical programs ask most, as JSON lines. A thousand packages and a page of the catalogue
 * in Turtle, of ten thousand datasets (BENCH_DATASETS), each beside the same bytes piped from a file by Node; a page of rows by
 * `datastore_search` beside the same rows by GraphQL; and a table (BENCH_ROWS, default 300,000) as JSON-stat and SDMX-CSV beside its CSV.
 */
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openStore } from "../src/store/data-source.ts";
import { benchStatistics, drain } from "./downloads.ts";
import { makeCatalogue } from "./make-catalogue.ts";
import { type Bench, type Contender, peakMb, rates, resetPeak, round, SLUG, serve, tell, withBench } from "./setup.ts";
import { publishTable } from "./versions.ts";

const DATASETS = Number(process.env.BENCH_DATASETS ?? 10_000);
const ROWS = Number(process.env.BENCH_ROWS ?? 300_000);
const CONNECTIONS = [1, 16] as const;

/** A list of the catalogue; `anew` is an address that nobody has asked for before, with the same answer. */
interface Outlet {
  readonly what: string;
  readonly path: string;
  readonly anew: (index: number) => string;
}

const OUTLETS: readonly Outlet[] = [
  {
    what: "package_search of 1,000 datasets",
    path: "/api/3/action/package_search?rows=1000",
    anew: (index) => `/api/3/action/package_search?rows=1000&ext_nobody=${index}`,
  },
  {
    what: "page of 100 datasets in Turtle",
    path: "/catalog.ttl?page=1",
    anew: (index) =>
      `/catalog.ttl?page=1&modified_since=${new Date(Date.UTC(2000, 0, 1) + index * 1000).toISOString()}`,
  },
];

async function benchOutlet({ home, url }: Bench, { what, path, anew }: Outlet): Promise<void> {
  const first = await fetch(`${url}${path}`);
  const bytes = Buffer.from(await first.arrayBuffer());
  const etag = first.headers.get("etag") ?? "";
  const file = join(home, "answer");
  await writeFile(file, bytes);
  const disk = await serve((_request, response) => void pipeline(createReadStream(file), response));
  for (const connections of CONNECTIONS) {
    const again: Contender = { questionOf: () => ({ url: `${url}${path}` }) };
    const [fromFile = 0, kept = 0] = await rates(
      connections,
      200,
      [{ questionOf: () => ({ url: disk.url }) }, again],
      50,
    );
    const made: Contender = { questionOf: (index) => ({ url: url + anew(connections * 10_000 + index) }) };
    const [beside = 0, other = 0] = await rates(connections, 40, [{ questionOf: () => ({ url: disk.url }) }, made], 20);
    const unchanged: Contender = {
      questionOf: () => ({ url: `${url}${path}`, headers: { "If-None-Match": etag } }),
      status: 304,
    };
    const [notModified = 0] = await rates(connections, 4_000, [unchanged]);
    tell({
      what,
      megabytes: round(bytes.length / 1e6),
      connections,
      filePerSecond: round(fromFile),
      perSecond: round(kept),
      timesTheFile: round(fromFile / kept),
      anewPerSecond: round(other),
      anewTimesTheFile: round(beside / other),
      notModifiedPerSecond: round(notModified),
    });
  }
  disk.server.close();
}

async function benchLists(): Promise<void> {
  // It serves and does no work of its own: the datasets have no rows to look at.
  process.env.CHECK_WORKERS = "0";
  await withBench(async (bench) => {
    const store = await openStore({ url: bench.databaseUrl, poolSize: 4 });
    try {
      await makeCatalogue(store, DATASETS);
      await store.write((tx) => tx.query("analyze"));
    } finally {
      await store.close();
    }
    for (const outlet of OUTLETS) await benchOutlet(bench, outlet);
  });
}

/** The same hundred rows with their number, made anew each time by both. */
async function benchRows({ url }: Bench): Promise<void> {
  const shown = await fetch(`${url}/api/3/action/package_show?id=${SLUG}`);
  const { result } = (await shown.json()) as { result: { resources: { id: string; format: string }[] } };
  const resource = result.resources.find(({ format }) => format === "CSV")?.id ?? "";
  const datastore = new URLSearchParams({
    resource_id: resource,
    filters: JSON.stringify({ tahun: 2016, kode_kabupaten_kota: "73.06" }),
  });
  const query = `{dataset(slug:"${SLUG}"){rows(filter:[{field:"tahun",value:"2016"},{field:"kode_kabupaten_kota",value:"73.06"}],first:100){totalCount nodes}}}`;
  const graphql = new URLSearchParams({ query });
  for (const connections of CONNECTIONS) {
    const another = (index: number): number => connections * 10_000 + index;
    const [theirs = 0, ours = 0] = await rates(connections, 600, [
      { questionOf: (index) => ({ url: `${url}/graphql?${graphql}&variables={"other":${another(index)}}` }) },
      {
        questionOf: (index) => ({
          url: `${url}/api/3/action/datastore_search?${datastore}&limit=100&_=${another(index)}`,
        }),
      },
    ]);
    tell({
      what: "page of 100 rows by datastore_search",
      connections,
      graphqlPerSecond: round(theirs),
      perSecond: round(ours),
      ratio: round(ours / theirs),
    });
  }
}

/** The peak of each form while all rows are made, by itself: it does not grow with the table. */
async function benchMemory(bench: Bench): Promise<void> {
  for (const ending of ["csv", "jsonstat.json", "sdmx.csv"]) {
    await resetPeak(bench);
    const before = await peakMb(bench);
    await drain(`${bench.url}/download/${SLUG}.${ending}?tahun.gte=1900`);
    tell({ what: `memory for all rows as ${ending}`, beforeMb: before, peakMb: await peakMb(bench) });
  }
}

async function benchTable(): Promise<void> {
  await withBench(async (bench) => {
    await publishTable(bench, SLUG, ROWS);
    await benchRows(bench);
    await benchStatistics(bench);
    await benchMemory(bench);
  });
}

await benchTable();
await benchLists();
