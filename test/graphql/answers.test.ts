/** Answers that are kept: tags made of what was read, two servers on one database, persisted queries, what caches are told. */
import { createHash } from "node:crypto";
import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { followStates } from "../../src/catalogue/states.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import { createKeptAnswers } from "../../src/http/kept-answers.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import { openStore, type Store } from "../../src/store/data-source.ts";
import { actors, effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";

const table = tableOf(
  [
    { name: "tahun", type: "year" },
    { name: "nilai", type: "number" },
  ],
  ["tahun"],
);

let store: Store;
let otherStore: Store;
let app: Express;
let otherApp: Express;
let dataset: Dataset;

async function openApp(on: Store, keep = 1_000_000): Promise<Express> {
  const answers = createKeptAnswers(await followStates(on), keep);
  return testApp([await graphqlRoutes({ store: on, baseUrl: BASE_URL, effects, answers })]).app;
}

beforeAll(async () => {
  store = await seededStore();
  otherStore = await openStore({ url: store.url, poolSize: 2 });
  app = await openApp(store);
  otherApp = await openApp(otherStore);
  dataset = await givenTable(store, "tetap", table, [["2023", "1.50", {}]]);
  await givenTable(store, "lain", table, [["2023", "7", {}]]);
});
afterAll(async () => {
  await otherStore.close();
  await store.close();
});

const rowsOf = (slug: string) => `{ dataset(slug: "${slug}") { title rows { nodes } } }`;
const get = (query: string, more: Record<string, string> = {}, from = app) =>
  request(from)
    .get("/graphql")
    .query({ query, ...more });
const ask = (query: string, from = app) => request(from).post("/graphql").send({ query });

/** Runs the work while the rows of the dataset are not to be found by anybody. */
async function withoutRows<T>(work: () => Promise<T>): Promise<T> {
  const name = `data.d${dataset.id}`;
  await store.write((tx) => tx.query(`alter table ${name} rename to away`));
  try {
    return await work();
  } finally {
    await store.write((tx) => tx.query(`alter table data.away rename to d${dataset.id}`));
  }
}

describe("a kept answer", () => {
  it("is given without reading a row, to GET and POST alike, however the question is spaced", async () => {
    const first = await ask(rowsOf("tetap"));
    expect(first.text).toContain('"nilai":1.50');
    await withoutRows(async () => {
      const spaced = `# ulang\n${rowsOf("tetap").replaceAll(" ", "  ")}`;
      for (const again of [await ask(spaced), await get(spaced)]) {
        expect([again.status, again.text, again.headers["content-type"]]).toEqual([
          200,
          first.text,
          "application/json; charset=utf-8",
        ]);
      }
      expect((await ask(rowsOf("tetap").replace("rows", "rows(first: 1)"))).status).not.toBe(200);
    });
  });

  it("goes with a publication of its dataset, at once on the server that published, and stays with any other's", async () => {
    const own = await get(rowsOf("tetap"));
    const other = await get(rowsOf("lain"));
    await publishRows(store, dataset, [["2023", "2", {}]]);
    const after = await get(rowsOf("tetap"));
    expect([after.text === own.text, after.text.includes('"nilai":2}')]).toEqual([false, true]);
    expect(after.headers.etag).not.toBe(own.headers.etag);
    const still = await get(rowsOf("lain")).set("if-none-match", other.headers.etag ?? "");
    expect(still.status).toBe(304);
    const outdated = await get(rowsOf("tetap")).set("if-none-match", own.headers.etag ?? "");
    expect([outdated.status, outdated.text]).toEqual([200, after.text]);
  });

  it("goes on every other server too", async () => {
    await get(rowsOf("tetap"), {}, otherApp);
    await publishRows(store, dataset, [["2023", "3", {}]]);
    const here = await get(rowsOf("tetap"));
    let there = await get(rowsOf("tetap"), {}, otherApp);
    while (there.text !== here.text) there = await get(rowsOf("tetap"), {}, otherApp);
    expect(there.headers.etag).toBe(here.headers.etag);
  });

  it("of a list goes with whatever is published", async () => {
    const list = "{ datasets { nodes { slug currentVersion { number } } } }";
    const before = await get(list);
    await publishRows(store, dataset, [["2023", "4", {}]]);
    expect((await get(list)).text).not.toBe(before.text);
  });

  it("is never an error, nor an answer of which a part failed", async () => {
    const failing = '{ topics { slug } dataset(slug: "tetap") { rows(version: 77) { totalCount } } }';
    for (const question of [failing, rowsOf("belum-ada")]) await get(question);
    expect((await get(failing)).headers.etag).toMatch(/^"[\w-]{43}"$/);
    await givenTable(store, "belum-ada", table, [["2023", "1", {}]]);
    expect((await get(rowsOf("belum-ada"))).body.data.dataset.rows.nodes).toEqual([{ tahun: 2023, nilai: 1 }]);
  });

  it("is for the public alone", async () => {
    const closed = await givenTable(store, "tertutup", { ...table, access: "closed" }, [["2023", "1", {}]]);
    const signedIn = await get(rowsOf(closed.slug)).set("authorization", "Bearer reviewer");
    expect([signedIn.body.data.dataset.title, signedIn.headers["cache-control"]]).toEqual([
      "Judul tertutup",
      "private, no-cache",
    ]);
    expect((await get(rowsOf(closed.slug))).body.data).toEqual({ dataset: null });
    expect((await get(rowsOf(closed.slug)).set("authorization", "Bearer reviewer")).body).toEqual(signedIn.body);
  });

  it("is not kept beyond the memory that there is", async () => {
    const small = await openApp(otherStore, 0);
    expect((await ask(rowsOf("tetap"), small)).status).toBe(200);
    await withoutRows(async () => expect((await ask(rowsOf("tetap"), small)).status).toBe(500));
  });
});

describe("If-None-Match", () => {
  it("is answered 304 without reading a row, by a server that never saw the question", async () => {
    const { headers } = await get(rowsOf("tetap"));
    const fresh = await openApp(otherStore);
    await withoutRows(async () => {
      const again = await get(rowsOf("tetap"), {}, fresh).set("if-none-match", `"x", ${headers.etag}`);
      expect([again.status, again.text, again.headers.etag, again.headers["cache-control"]]).toEqual([
        304,
        "",
        headers.etag,
        "public, no-cache",
      ]);
    });
  });

  it("is answered in full for the tag of another question, another media type or a made up one", async () => {
    const { headers } = await get(rowsOf("tetap"));
    const tag = headers.etag ?? "";
    expect((await get(rowsOf("lain")).set("if-none-match", tag)).status).toBe(200);
    expect(
      (await get(rowsOf("tetap")).set("if-none-match", tag).set("accept", "application/graphql-response+json")).status,
    ).toBe(200);
    for (const made of [`${tag.slice(0, 24)}PR"`, `${tag.slice(0, 24)}P"`, '"P_"', '""'])
      expect((await get(rowsOf("tetap")).set("if-none-match", made)).status).toBe(200);
  });
});

describe("Cache-Control", () => {
  const pinned = '{ dataset(slug: "tetap") { slug rows(version: 1) { nodes } } }';

  it("lets an answer that names its version last an hour, also when it is asked for again", async () => {
    const { headers } = await get(pinned);
    expect(headers["cache-control"]).toBe("public, max-age=3600");
    const again = await get(pinned).set("if-none-match", headers.etag ?? "");
    expect([again.status, again.headers["cache-control"]]).toEqual([304, "public, max-age=3600"]);
    const named = await get('query ($v: Int) { dataset(slug: "tetap") { rows(version: $v) { totalCount } } }', {
      variables: '{"v":1}',
    });
    expect(named.headers["cache-control"]).toBe("public, max-age=3600");
  });

  it.each([
    '{ dataset(slug: "tetap") { title rows(version: 1) { nodes } } }',
    '{ dataset(slug: "tetap") { rows { nodes } } }',
    '{ dataset(slug: "tetap") { rows(version: null) { nodes } } }',
    '{ dataset(slug: "tetap") { version(number: 1) { withdrawn { reason } } } }',
    "{ topics { slug } }",
  ])("has %s asked for each time", async (query) => {
    expect((await get(query)).headers["cache-control"]).toBe("public, no-cache");
  });

  it("lets nobody keep the answer to a POST", async () => {
    expect((await ask(pinned)).headers["cache-control"]).toBe("no-store");
  });

  it("does not outlive a withdrawal on this server", async () => {
    const { headers } = await get(pinned);
    const number = 1 as VersionNumber;
    await store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, number, "salah", effects));
    const after = await get(pinned).set("if-none-match", headers.etag ?? "");
    expect([after.status, after.body.errors[0].extensions.code]).toEqual([410, "version.withdrawn"]);
  });
});

describe("persisted queries", () => {
  const query = '{ dataset(slug: "lain") { rows { totalCount } } }';
  const extensions = (text: string) =>
    JSON.stringify({
      persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(text).digest("hex") },
    });
  const byHash = (text: string, more: Record<string, string> = {}) =>
    request(app)
      .get("/graphql")
      .query({ extensions: extensions(text), ...more });

  it("are asked for once with their text, then by their hash alone", async () => {
    const unknown = await byHash(query);
    expect([unknown.status, unknown.headers["cache-control"], unknown.body.errors[0].message]).toEqual([
      200,
      "no-store",
      "PersistedQueryNotFound",
    ]);
    expect(unknown.body.errors[0].extensions.code).toBe("graphql.persisted-query-not-found");
    const taught = await byHash(query, { query });
    const known = await byHash(query);
    expect([known.status, known.text, known.headers.etag]).toEqual([200, taught.text, taught.headers.etag]);
    expect((await byHash(query).set("if-none-match", known.headers.etag ?? "")).status).toBe(304);
    const posted = await request(app)
      .post("/graphql")
      .send({ extensions: JSON.parse(extensions(query)) });
    expect(posted.text).toBe(known.text);
  });

  it("have variables, and a name", async () => {
    const named = "query a($s: String!) { dataset(slug: $s) { slug } } query b { topics { slug } }";
    await byHash(named, { query: named, operationName: "b" });
    const { body } = await byHash(named, { operationName: "a", variables: '{"s":"lain"}' });
    expect(body).toEqual({ data: { dataset: { slug: "lain" } } });
  });

  it("are refused when hash and text differ, or the protocol is another", async () => {
    const wrong = await byHash("{ topics { slug } }", { query });
    expect([wrong.status, wrong.body.errors[0].extensions.code]).toEqual([400, "graphql.persisted-query-mismatch"]);
    const future = await request(app)
      .get("/graphql")
      .query({ query, extensions: '{"persistedQuery":{"version":2,"sha256Hash":"a"}}' });
    expect([future.status, future.body.errors[0].extensions.code]).toEqual([400, "graphql.bad-request"]);
  });

  it("are not remembered when they failed", async () => {
    const bad = "{ tidakAda }";
    expect((await byHash(bad, { query: bad })).status).toBe(400);
    expect((await byHash(bad)).body.errors[0].message).toBe("PersistedQueryNotFound");
  });
});
