/**
 * `npm run bench:first-page`: the first page of a dataset of very many rows beside that of a small one, made anew each time. BENCH_ROWS
 * sets how many are many (default 13 million, about 800 MB and some minutes).
 */
import { randomUUID } from "node:crypto";
import { type Bench, rates, round, tell, withBench } from "./setup.ts";
import { publishTable } from "./versions.ts";

const SIZES = { kecil: 10_000, besar: Number(process.env.BENCH_ROWS ?? 13_000_000) };
const COUNT = 800;

const pageOf = (slug: string): string => `{dataset(slug:"${slug}"){rows(first:100){nodes pageInfo{endCursor}}}}`;

async function comparePages({ url }: Bench, connections: number): Promise<void> {
  const contenders = Object.keys(SIZES).map((slug) => ({
    // A variable that nobody reads makes each of them another question, which no memory holds.
    questionOf: () => ({
      url: `${url}/graphql`,
      method: "POST" as const,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: pageOf(slug), variables: { other: randomUUID() } }),
    }),
  }));
  const [small = 0, large = 0] = await rates(connections, COUNT, contenders);
  tell({
    what: "first page",
    connections,
    small: round(small),
    large: round(large),
    timesSlower: round(small / large),
  });
}

await withBench(async (bench) => {
  for (const [slug, wanted] of Object.entries(SIZES)) await publishTable(bench, slug, wanted);
  for (const connections of [1, 16]) await comparePages(bench, connections);
});
