/**
 * What the catalogue's bench asks, and how long it waits. The memory of whole answers is passed by: a variable that nobody reads makes
 * each question another one. "Nobody asked before" has words, place and year together that no other question has; "asked before" has
 * words that somebody looked for since the catalogue last changed.
 */
import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { ask, type Question, round, tell, timed } from "./setup.ts";

const ASKED = 600;
const WARM = 100;

const SEARCHES = [
  ...["kemiskinan", "penduduk miskin gowa 2015", "ipm", "padi", "sekolah bone", "demam berdarah", "kemiskian"],
  ...["penganguran", "stunting balita", "harga beras", "jalan provinsi", "wisata toraja", "pajak kendaraan", "sapi"],
  ...["anggaran belanja 2020", "poverty", "population", "puskesmas luwu utara", "rumput laut", "banjir 2010-2015"],
];
/** Their words without place and year. */
const SUBJECTS = [
  ...["kemiskinan", "penduduk miskin", "ipm", "padi", "sekolah", "demam berdarah", "kemiskian", "penganguran"],
  ...["stunting balita", "harga beras", "jalan provinsi", "wisata", "pajak kendaraan", "sapi", "anggaran belanja"],
  ...["poverty", "population", "puskesmas", "rumput laut", "banjir"],
];
const PLACES = [
  ...[
    "selayar",
    "bulukumba",
    "bantaeng",
    "jeneponto",
    "takalar",
    "gowa",
    "sinjai",
    "maros",
    "pangkep",
    "barru",
    "bone",
  ],
  ...["soppeng", "wajo", "sidrap", "pinrang", "enrekang", "luwu", "tana toraja", "luwu utara", "luwu timur"],
  ...["toraja utara", "makassar", "parepare", "palopo"],
];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T; // never an empty list

const known = (index: number): string => pick(SEARCHES, index);
/** Twelve thousand of them. */
const unheard = (index: number): string => {
  const rest = Math.floor(index / SUBJECTS.length);
  const place = pick(PLACES, rest);
  return `${pick(SUBJECTS, index)} ${place} ${2000 + (Math.floor(rest / PLACES.length) % 25)}`;
};

const LIST = "totalCount nodes{slug title agency{name}}";
const WHOLE = `totalCount edges{node{slug title agency{name}} match{title{text hit} found{field parts{text hit}}}} facets{name values{value count}}`;

/** Asks everything at one connection and at sixteen. */
export async function askCatalogue(url: string): Promise<void> {
  const graphql = (search: string, fields = LIST): Question => ({
    url: `${url}/graphql`,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      query: `query($s: String){datasets(search:$s,first:20){${fields}}}`,
      variables: { s: search, other: randomUUID() },
    }),
  });
  const page = (search: string): Question => ({ url: `${url}/dataset?${new URLSearchParams({ q: search })}` });
  const kinds: readonly [what: string, questionOf: (index: number) => Question][] = [
    ["search that nobody asked before, GraphQL", (index) => graphql(unheard(index))],
    ["the same with facets and matches, GraphQL", (index) => graphql(unheard(index), WHOLE)],
    ["search asked before, GraphQL", (index) => graphql(known(index))],
    ["search, page with facets and matches, from memory", (index) => page(known(index))],
    ["list, GraphQL", () => graphql("")],
    ["list, page with facets, from memory", () => ({ url: `${url}/dataset` })],
  ];
  // Every round begins where the one before ended.
  let asked = 0;
  for (const [what, questionOf] of kinds) {
    for (const connections of [1, 16]) {
      const from = asked;
      asked += WARM + ASKED;
      const { seconds, result: times } = await timed(() => measure(connections, (index) => questionOf(from + index)));
      tell({
        what,
        connections,
        p50Ms: at(times, 0.5),
        p95Ms: at(times, 0.95),
        perSecond: round((WARM + ASKED) / seconds),
      });
    }
  }
}

const at = (times: readonly number[], share: number): number => round(times[Math.floor(times.length * share)] ?? 0);

/** Milliseconds of each answer, ascending, without those that warm up. */
async function measure(connections: number, questionOf: (index: number) => Question): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < WARM + ASKED) {
        const index = next;
        next += 1;
        const { seconds } = await timed(() => ask(agent, questionOf(index), 200));
        if (index >= WARM) times.push(seconds * 1000);
      }
    }),
  );
  agent.destroy();
  return times.sort((a, b) => a - b);
}
