/** A typed schema's answers are kept as those of /graphql are, except where they come to a declared end. */
import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { followStates } from "../../../src/catalogue/states.ts";
import { graphqlRoutes } from "../../../src/graphql/server.ts";
import { answerFirst } from "../../../src/http/front.ts";
import { createKeptAnswers } from "../../../src/http/kept-answers.ts";
import type { Store } from "../../../src/store/data-source.ts";
import { effects, seededStore } from "../../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../../setup/outlets.ts";

let store: Store;
let front: ReturnType<typeof answerFirst>;
let now = new Date("2025-01-02T00:00:00Z");
const kode = { name: "kode", type: "string" } as const;
const nilai = { name: "nilai", type: "number" } as const;

beforeAll(async () => {
  store = await seededStore();
  const answers = createKeptAnswers(await followStates(store), 1_000_000);
  const deps = { store, baseUrl: BASE_URL, effects: { ...effects, now: () => now }, answers, schemaSunsetDays: 30 };
  front = answerFirst(answers, [], testApp([await graphqlRoutes(deps)]).app);
});
afterAll(() => store.close());

const get = (path: string) => request(front).get(path).query({ query: "{ rows { nodes { kode } } }" });

it("holds until its own dataset changes", async () => {
  const dataset = await givenTable(store, "satu", tableOf([kode], ["kode"]), [["a", {}]]);
  const other = await givenTable(store, "dua", tableOf([kode], ["kode"]), [["a", {}]]);
  const { etag = "" } = (await get("/graphql/satu")).headers;
  expect(etag).toContain("satu");
  await publishRows(store, other, [["b", {}]]);
  expect((await get("/graphql/satu").set("if-none-match", etag)).status).toBe(304);
  await publishRows(store, dataset, [["b", {}]]);
  const { status, body } = await get("/graphql/satu").set("if-none-match", etag);
  expect([status, body.data.rows.nodes]).toEqual([200, [{ kode: "b" }]]);
});

it("does not outlive the declared end of an earlier major", async () => {
  const dataset = await givenTable(store, "tiga", tableOf([kode, nilai], ["kode"]), [["a", "1", {}]]);
  await publishRows(store, dataset, [["a", {}]], {
    name: "tiga",
    title: "tiga",
    description: "",
    agency: "disdukcapil",
    ...tableOf([kode], ["kode"]),
  });
  for (const _ of [1, 2]) expect((await get("/graphql/tiga/v1")).status).toBe(200);
  now = new Date("2026-01-01T00:00:00Z");
  expect((await get("/graphql/tiga/v1")).status).toBe(410);
  expect((await get("/graphql/tiga/v2")).status).toBe(200);
});
