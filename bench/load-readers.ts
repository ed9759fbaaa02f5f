/** Who reads in the load run: each reader asks one thing after the other, as people and programs do, and says what was wrong with an answer. */
import type { Agent } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Watch } from "./load-watch.ts";
import { type Question, send } from "./setup.ts";

export interface World {
  readonly url: string;
  readonly agent: Agent;
  readonly watch: Watch;
  /** Aborts when the run is over. */
  readonly over: AbortSignal;
  /** Milliseconds of rest after an answer, on average. */
  readonly rest: number;
  /** Slugs of the samples and of what the uploaders publish. */
  readonly datasets: readonly string[];
}

/** What a reader does most; `round` counts its questions. */
type Reader = (world: World, round: number) => readonly Question[];

const WORDS = [
  "kemiskinan",
  "penduduk gowa",
  "ipm",
  "pajak",
  "sekolah bone",
  "kemiskian",
  "poverty",
  "luwu utara 2023",
  "padi",
  "stunting",
];
const REGIONS = ["73", "73.06", "73.71", "73.08", "73.26", "73.17", "73.72", "73.11"];
const PAGES = [
  "/",
  "/wilayah",
  "/instansi",
  "/tentang",
  "/pengembang",
  "/status",
  "/dataset",
  "/indikator/indeks-pembangunan-manusia",
];

const pick = <T>(list: readonly T[], round: number): T => list[round % list.length] as T; // never empty

const search: Reader = ({ url }, round) => {
  const q = pick(WORDS, round);
  const query = `query($q: String) { datasets(search: $q, first: 10) { totalCount nodes { slug title } } }`;
  return [
    { url: `${url}/dataset?${new URLSearchParams({ q })}` },
    graphql(url, query, { q }),
    { url: `${url}/api/3/action/package_search?${new URLSearchParams({ q })}` },
  ];
};

const pages: Reader = ({ url, datasets }, round) => [
  { url: url + pick(PAGES, round) },
  { url: `${url}/dataset/${pick(datasets, round)}` },
  { url: `${url}/wilayah/${pick(REGIONS, round)}` },
];

const questions: Reader = ({ url, datasets }, round) => {
  const slug = pick(datasets, round);
  // A variable that nobody reads makes it another question each time, which no memory holds.
  const rows = `query($slug: String!, $other: String) { dataset(slug: $slug) { title currentVersion { number } rows(first: 100) { totalCount nodes } } datasets(search: $other, first: 1) { totalCount } }`;
  const region = `query($code: String!) { region(code: $code) { name indicators { indicator { title } period value rank } } }`;
  return [graphql(url, rows, { slug, other: `lain ${round}` }), graphql(url, region, { code: pick(REGIONS, round) })];
};

const downloads: Reader = ({ url, datasets }, round) => {
  const slug = pick(datasets, round);
  return [
    { url: `${url}/download/${slug}.csv`, headers: { "Accept-Encoding": "gzip" } },
    { url: `${url}/download/${slug}.csv?_limit=${1 + (round % 500)}` },
    { url: `${url}/download/${slug}.${pick(["json", "ndjson", "xlsx", "zip"], round)}` },
  ];
};

/** Asks again for what it has: 304 as long as nothing was published. */
const again: Reader = ({ url, datasets }, round) => {
  const slug = pick(datasets, Math.floor(round / 5));
  const query = new URLSearchParams({ query: `{ dataset(slug: "${slug}") { rows(first: 50) { nodes } } }` });
  return [
    { url: `${url}/download/${slug}.csv` },
    { url: `${url}/graphql?${query}` },
    { url: `${url}/dataset/${slug}` },
  ];
};

/** Thirteen of the sixteen clients. */
export const READERS: readonly (readonly [name: string, count: number, reader: Reader])[] = [
  ["search", 3, search],
  ["pages", 3, pages],
  ["graphql", 3, questions],
  ["csv", 2, downloads],
  ["not-modified", 2, again],
];

/** Asks until the run is over. */
export async function read(world: World, name: string, reader: Reader, seed: number): Promise<void> {
  const tags = name === "not-modified" ? new Map<string, string>() : undefined;
  for (let round = seed; !world.over.aborted; round += 1) {
    for (const question of reader(world, round)) {
      await askOne(world, name, question, tags);
      await sleep(world.rest * (0.5 + Math.random()));
      if (world.over.aborted) return;
    }
  }
}

async function askOne(
  { agent, watch }: World,
  name: string,
  question: Question,
  tags?: Map<string, string>,
): Promise<void> {
  const tag = tags?.get(question.url);
  const began = performance.now();
  try {
    const answer = await send(agent, {
      ...question,
      headers: { ...question.headers, ...(tag && { "If-None-Match": tag }) },
    });
    const body = await buffer(answer);
    watch.answered(tag !== undefined && answer.statusCode === 304 ? "304" : name, performance.now() - began);
    if (answer.statusCode === 304 ? tag === undefined : answer.statusCode !== 200 || body.length === 0)
      watch.wrong(`${question.url}: ${answer.statusCode} ${body.subarray(0, 300)}`);
    else if (question.method === "POST" && body.includes('"errors":'))
      watch.wrong(`${question.url}: ${body.subarray(0, 300)}`);
    if (tags !== undefined && answer.headers.etag !== undefined) tags.set(question.url, answer.headers.etag);
  } catch (error) {
    watch.wrong(`${question.url}: ${error}`);
  }
}

const graphql = (url: string, query: string, variables: Readonly<Record<string, string>>): Question => ({
  url: `${url}/graphql`,
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ query, variables }),
});
