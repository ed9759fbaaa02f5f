/** GraphQL beside bare SQL over node:http and beside PostGraphile on the same rows: made anew, given from memory, and answered 304. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { startPostgraphile } from "./postgraphile.ts";
import { type Bench, peakMb, type Question, rates, round, SLUG, serve, tell } from "./setup.ts";

const PAGE = `{dataset(slug:"${SLUG}"){rows(filter:[{field:"tahun",value:"2016"},{field:"kode_kabupaten_kota",value:"73.06"}],first:100){nodes}}}`;
const SUM = `{dataset(slug:"${SLUG}"){aggregate(filter:[{field:"tahun",value:"2016"},{field:"indikator",value:"indikator-01"}],groupBy:["kode_kabupaten_kota"],measures:[{field:"nilai",op:SUM}])}}`;
const PAGE_SQL =
  "select * from bare where tahun = $1 and kode_kabupaten_kota = $2 order by kode_kecamatan, tahun, bulan, indikator limit 100";
/** The same page as PostGraphile is asked for it. */
const PAGE_THERE = `{allBares(condition:{tahun:2016,kodeKabupatenKota:"73.06"},first:100){nodes{kodeKabupatenKota kodeKecamatan namaKecamatan tahun bulan indikator nilai satuan}}}`;
const SUM_SQL = "select kode_kabupaten_kota, sum(nilai) from bare where tahun = $1 and indikator = $2 group by 1";

interface Case {
  readonly what: string;
  readonly query: string;
  readonly sql: string;
  readonly values: readonly (string | number)[];
  readonly count: number;
}

const CASES: readonly Case[] = [
  { what: "page of 100 rows", query: PAGE, sql: PAGE_SQL, values: [2016, "73.06"], count: 800 },
  { what: "grouped sum", query: SUM, sql: SUM_SQL, values: [2016, "indikator-01"], count: 300 },
];

/** Answers from memory come so quickly that more of them are needed for a figure. */
const MANY = 5000;

export async function benchQueries(bench: Bench, url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  // The same as ours has for a page of one place and time.
  await pool.query("create index on bare (kode_kabupaten_kota, tahun, kode_kecamatan, bulan, indikator)");
  try {
    for (const each of CASES) for (const connections of [1, 16]) await benchQuery(bench, pool, each, connections);
    await benchPeer(bench, url);
  } finally {
    await pool.end();
  }
}

async function benchQuery(bench: Bench, pool: pg.Pool, each: Case, connections: number): Promise<void> {
  const { what, query, sql, values, count } = each;
  const bare = await serve((_request, response) => {
    void pool
      .query(sql, [...values])
      .then(({ rows }) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(rows)));
  });
  // A variable that nobody reads makes each of them another question, which no memory holds.
  const [limit = 0, anew = 0] = await rates(connections, count, [
    { questionOf: () => ({ url: bare.url }) },
    { questionOf: () => posted(bench, query, { other: randomUUID() }) },
  ]);
  bare.server.close();
  const address = `${bench.url}/graphql?${new URLSearchParams({ query })}`;
  const etag = (await fetch(address)).headers.get("etag") ?? "";
  const [again = 0, got = 0, unchanged = 0] = await rates(connections, MANY, [
    { questionOf: () => posted(bench, query, {}) },
    { questionOf: () => ({ url: address }) },
    { questionOf: () => ({ url: address, headers: { "If-None-Match": etag } }), status: 304 },
  ]);
  tell({
    what,
    connections,
    bareSqlPerSecond: round(limit),
    perSecond: round(anew),
    ratio: round(anew / limit),
    postFromMemoryPerSecond: round(again),
    getFromMemoryPerSecond: round(got),
    timesMadeAnew: round(got / anew),
    notModifiedPerSecond: round(unchanged),
    peakMb: await peakMb(bench),
  });
}

/** The page, made anew, beside PostGraphile's. Left out where it cannot be had. */
async function benchPeer(bench: Bench, url: string): Promise<void> {
  const peer = await startPostgraphile(url);
  if (peer === undefined) return;
  for (const connections of [1, 16]) {
    const [theirs = 0, ours = 0] = await rates(connections, 600, [
      { questionOf: () => jsonPost(peer.url, { query: PAGE_THERE }) },
      { questionOf: () => posted(bench, PAGE, { other: randomUUID() }) },
    ]);
    tell({
      what: "page of 100 rows beside PostGraphile 5",
      connections,
      theirsPerSecond: round(theirs),
      perSecond: round(ours),
      ratio: round(ours / theirs),
    });
  }
  await peer.stop();
}

const posted = ({ url }: Bench, query: string, variables: Record<string, string>): Question =>
  jsonPost(`${url}/graphql`, { query, variables });

const jsonPost = (url: string, body: object): Question => ({
  url,
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
