/** Answered ahead of everything: with the very headers of the first time, for the same address only, and only while it holds. */
import type { IncomingMessage, RequestListener } from "node:http";
import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { followStates } from "../../src/catalogue/states.ts";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import { answerFirst } from "../../src/http/front.ts";
import { createKeptAnswers } from "../../src/http/kept-answers.ts";
import type { Store } from "../../src/store/data-source.ts";
import { effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";

let store: Store;
let front: RequestListener;
let dataset: Dataset;
/** Addresses that were answered in front, and those that went on. */
const first: (string | undefined)[] = [];
const on: (string | undefined)[] = [];

beforeAll(async () => {
  store = await seededStore();
  const answers = createKeptAnswers(await followStates(store), 1_000_000);
  const { app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects, answers })]);
  const watch = ({ url }: IncomingMessage) => void first.push(url);
  front = answerFirst(answers, [watch], (asked, response) => {
    on.push(asked.url);
    app(asked, response);
  });
  const table = tableOf(
    [
      { name: "tahun", type: "year" },
      { name: "nilai", type: "number" },
    ],
    ["tahun"],
  );
  dataset = await givenTable(store, "depan", table, [["2023", "1.50", {}]]);
});
afterAll(() => store.close());

const get = () => request(front).get("/graphql").query({ query: '{ dataset(slug: "depan") { rows { nodes } } }' });

/** Where a request was answered. */
async function placeOf(asking: PromiseLike<unknown>): Promise<string> {
  const before = [first.length, on.length];
  await asking;
  return `${first.length - (before[0] ?? 0)} in front, ${on.length - (before[1] ?? 0)} behind`;
}

it("gives the same bytes and headers again, with a number of its own", async () => {
  const made = await get();
  const again = await get().set("x-request-id", "dua");
  expect([on.length, first.length]).toEqual([1, 1]);
  expect(again.text).toBe(made.text);
  const { date: _, "x-request-id": id, ...headers } = made.headers;
  expect(id).toMatch(/./);
  expect(again.headers).toMatchObject({ ...headers, "x-request-id": "dua" });
});

it("answers 304 to its tag, without a word about bytes", async () => {
  const { headers } = await get();
  const again = await get()
    .set("if-none-match", headers.etag ?? "")
    .set("cache-control", "no-cache");
  expect([again.status, again.text, again.headers.etag]).toEqual([304, "", headers.etag]);
  expect(again.headers["content-type"]).toBeUndefined();
  expect(again.headers["content-length"]).toBeUndefined();
  expect(again.headers["access-control-allow-origin"]).toBe("*");
});

it("lets everything else go on: a token, another method, another Accept, a body's type", async () => {
  const behind = "0 in front, 1 behind";
  expect(await placeOf(get())).toBe("1 in front, 0 behind");
  expect(await placeOf(get().set("authorization", "Bearer reviewer"))).toBe(behind);
  expect(await placeOf(get().set("authorization", "Bearer nobody").expect(401))).toBe(behind);
  expect(await placeOf(get().set("accept", "application/graphql-response+json"))).toBe(behind);
  expect(await placeOf(get().set("content-type", "text/plain").expect(415))).toBe(behind);
  expect(await placeOf(request(front).post("/graphql").send({ query: "{ topics { slug } }" }))).toBe(behind);
});

it("forgets when something was published", async () => {
  await publishRows(store, dataset, [["2023", "2.50", {}]]);
  expect((await get()).body.data.dataset.rows.nodes).toEqual([{ tahun: 2023, nilai: 2.5 }]);
});
