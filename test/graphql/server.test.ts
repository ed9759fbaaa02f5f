import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import type { Observation } from "../../src/kernel/effects.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";

const table = tableOf(
  [
    { name: "kode", type: "string", role: "region", title: { id: "Kode wilayah", en: "Region code" } },
    { name: "tahun", type: "year", role: "period" },
    {
      name: "persen_miskin",
      type: "number",
      role: "measure",
      unit: "persen",
      definition: { id: "Definisi", en: "Definition" },
    },
  ],
  ["kode", "tahun"],
);
const rows = [
  ["73.06", "2023", "7.10", {}],
  ["73.06", "2024", "7.00", { persen_miskin: "provisional" }],
  ["73.71", "2024", null, { persen_miskin: "not-available" }],
] as const;

let store: Store;
let app: Express;
const seen: Observation[] = [];

beforeAll(async () => {
  store = await seededStore();
  const observing = { ...effects, observe: (what: Observation) => seen.push(what) };
  ({ app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects: observing })]));
  await givenTable(
    store,
    "kemiskinan",
    {
      title: { id: "Penduduk miskin", en: "Poor people" },
      frequency: "yearly",
      keywords: ["miskin"],
      licenses: [{ name: "CC-BY-4.0" }],
      ...table,
    },
    rows,
  );
  await givenTable(
    store,
    "perceraian",
    { title: "Perceraian", ...tableOf([{ name: "nama", type: "string" }]) },
    [["a", {}]],
    [["b", {}]],
  );
  await givenTable(store, "terbatas", { title: "Terbatas", access: "agency", ...table }, rows);
  await givenTable(store, "rancangan", { title: "Rancangan", ...table });
});
afterAll(() => store.close());

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  request(app).post("/graphql").send({ query, variables });
const dataOf = async (query: string) => (await ask(query)).body.data;

describe("over HTTP", () => {
  it("answers a plain GET with a strong tag, and 304 to it, even when told no-cache", async () => {
    const get = () => request(app).get("/graphql").query({ query: "{ topics { slug } }" });
    const { status, headers } = await get();
    expect([status, headers["content-type"], headers["access-control-allow-origin"]]).toEqual([
      200,
      "application/json; charset=utf-8",
      "*",
    ]);
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
    expect(headers["cache-control"]).toBe("public, no-cache");
    const again = await get()
      .set("if-none-match", headers.etag ?? "")
      .set("cache-control", "no-cache");
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it("speaks application/graphql-response+json to whoever asks for it", async () => {
    const { headers } = await ask("{ topics { slug } }").set("accept", "application/graphql-response+json");
    expect(headers["content-type"]).toBe("application/graphql-response+json; charset=utf-8");
    expect((await ask("{ topics { slug } }").set("accept", "text/csv")).status).toBe(406);
  });

  it("is introspected, in production too", async () => {
    const { __schema } = await dataOf("{ __schema { queryType { name description } types { name } } }");
    expect(__schema.types.map(({ name }: { name: string }) => name)).toContain("RowConnection");
    expect(__schema.queryType.description).toMatch(/\S/);
  });

  it.each([
    ["{", "graphql.syntax"],
    ["{ tidakAda }", "graphql.invalid"],
    ["mutation { x }", "graphql.bad-request"],
    ["query a { topics { slug } } query b { topics { slug } }", "graphql.bad-request"],
    ["", "graphql.bad-request"],
    [`{ ${"a ".repeat(6000)} }`, "graphql.syntax"],
    ['query ($n: Int!) { dataset(slug: "a") { version(number: $n) { number } } }', "graphql.bad-variable"],
    ["{ datasets(first: 2000) { totalCount } }", "request.over-limit"],
    ['{ datasets(after: "x") { totalCount nodes { slug } } }', "request.bad-cursor"],
    ['{ changes(since: "x") { totalCount } }', "request.bad-cursor"],
    ['{ changes(since: "2024-99-99") { totalCount } }', "request.bad-time"],
    [
      '{ region(code: "73") { parent { parent { parent { parent { parent { parent { parent { parent { parent { parent { parent { code } } } } } } } } } } } } }',
      "graphql.too-deep",
    ],
  ])("refuses %s with 400", async (query, code) => {
    const { status, body } = await ask(query);
    expect([status, body.errors[0].extensions.code, body.data]).toEqual([400, code, undefined]);
    expect(JSON.stringify(body)).not.toMatch(/stacktrace|node_modules/);
  });

  it("refuses batches, other bodies and other methods", async () => {
    const batch = await request(app)
      .post("/graphql")
      .send([{ query: "{ topics { slug } }" }]);
    expect([batch.status, batch.body.errors[0].extensions.code]).toEqual([400, "graphql.bad-request"]);
    const broken = await request(app).post("/graphql").type("json").send("{");
    expect([broken.status, broken.body.errors[0].extensions.code]).toEqual([400, "request.bad-json"]);
    const text = await request(app).post("/graphql").type("text/plain").send("{ topics { slug } }");
    expect([text.status, text.body.errors[0].extensions.code]).toEqual([415, "request.wrong-type"]);
    expect((await request(app).put("/graphql").send({ query: "{ topics { slug } }" })).status).toBe(405);
  });

  it("tells nothing of an unexpected error, and tells the log", async () => {
    await store.write((tx) => tx.query("alter table catalogue.topic rename to topic_away"));
    const { status, body } = await ask("{ topics { slug } }");
    await store.write((tx) => tx.query("alter table catalogue.topic_away rename to topic"));
    expect([status, body.errors[0].extensions.code, JSON.stringify(body).includes("topic_away")]).toEqual([
      500,
      "server.internal",
      false,
    ]);
    expect(seen.at(-1)).toMatchObject({ kind: "graphql-failed", level: "error" });
  });

  it("keeps the parts that stand when another part is not there", async () => {
    const { status, body } = await ask(
      '{ topics { slug } dataset(slug: "kemiskinan") { rows(version: 7) { totalCount } } }',
    );
    expect([status, body.errors[0].extensions.code, body.data.dataset, body.data.topics.length > 0]).toEqual([
      200,
      "version.unknown",
      null,
      true,
    ]);
  });
});

describe("the explorer", () => {
  it("is a page without inline script, whose files are the project's own", async () => {
    const { text, headers } = await request(app)
      .get("/graphql")
      .set("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|https?:\/\/|\son\w+=/);
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(files.length).toBeGreaterThan(4);
    for (const path of files) {
      const answer = await request(app).get(path);
      expect([path, answer.status]).toEqual([path, 200]);
    }
    expect((await request(app).get("/assets/graphiql/..%2f..%2fpackage.json")).status).toBe(404);
  });

  it("gives way to an answer where there is a question", async () => {
    const { body } = await request(app)
      .get("/graphql")
      .query({ query: "{ topics { slug } }" })
      .set("accept", "text/html, */*;q=0.8");
    expect(body.data.topics.length).toBeGreaterThan(0);
  });
});

describe("datasets", () => {
  it("lists what is published and open, by pages", async () => {
    const page = await dataOf(
      "{ datasets(first: 1, orderBy: TITLE) { totalCount nodes { slug title } edges { cursor } pageInfo { hasNextPage endCursor } } }",
    );
    expect(page.datasets).toMatchObject({
      totalCount: 2,
      nodes: [{ slug: "kemiskinan", title: "Penduduk miskin" }],
      pageInfo: { hasNextPage: true },
    });
    const next = await dataOf(
      `{ datasets(first: 1, orderBy: TITLE, after: "${page.datasets.pageInfo.endCursor}") { nodes { slug } pageInfo { hasNextPage } } }`,
    );
    expect(next.datasets).toEqual({ nodes: [{ slug: "perceraian" }], pageInfo: { hasNextPage: false } });
  });

  it("searches, filters and orders", async () => {
    const slugs = async (args: string) =>
      (await dataOf(`{ datasets(${args}) { nodes { slug } } }`)).datasets.nodes.map(
        ({ slug }: { slug: string }) => slug,
      );
    expect(await slugs('search: "miskin"')).toEqual(["kemiskinan"]);
    expect(await slugs('filter: { frequency: ["yearly"] }')).toEqual(["kemiskinan"]);
    expect(await slugs('filter: { agency: ["tidak-ada"] }')).toEqual([]);
    expect(await slugs("orderBy: NEWEST")).toEqual(["perceraian", "kemiskinan"]);
    expect(await slugs("orderBy: RELEVANCE")).toEqual(["kemiskinan", "perceraian"]);
  });

  it("describes a dataset in both languages", async () => {
    const { dataset } =
      await dataOf(`{ dataset(slug: "kemiskinan") { slug title en: title(lang: EN) agency { slug name } license { name } frequency
      fields { name type role unit title en: title(lang: EN) definition primaryKey required } currentVersion { number rows added publishedAt withdrawn { reason } }
      downloads { format url versionUrl mediaType bytes } } }`);
    expect(dataset).toMatchObject({
      title: "Penduduk miskin",
      en: "Poor people",
      agency: { slug: "disdukcapil" },
      license: { name: "CC-BY-4.0" },
      frequency: "yearly",
    });
    expect(dataset.fields[0]).toMatchObject({
      name: "kode",
      type: "string",
      role: "REGION",
      title: "Kode wilayah",
      en: "Region code",
      primaryKey: true,
    });
    expect(dataset.fields[2]).toMatchObject({
      role: "MEASURE",
      unit: "persen",
      definition: "Definisi",
      primaryKey: false,
    });
    expect(dataset.currentVersion).toMatchObject({ number: 1, rows: 3, withdrawn: null });
    expect(dataset.currentVersion.publishedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/);
    expect(dataset.downloads[0]).toEqual({
      format: "csv",
      mediaType: "text/csv",
      url: "https://data.example/download/kemiskinan.csv",
      versionUrl: "https://data.example/download/kemiskinan/v1.csv",
      bytes: null,
    });
    expect(dataset.downloads.map(({ format }: { format: string }) => format)).toEqual([
      "csv",
      "xlsx",
      "json",
      "ndjson",
      "parquet",
      "zip",
      "jsonstat.json",
      "sdmx.csv",
      "px",
    ]);
  });

  it("knows versions, newest first", async () => {
    const { dataset } = await dataOf(
      '{ dataset(slug: "perceraian") { version(number: 1) { number } none: version(number: 9) { number } odd: version(number: -1) { number } versions(first: 1) { totalCount nodes { number } pageInfo { endCursor } } } }',
    );
    expect(dataset).toMatchObject({
      version: { number: 1 },
      none: null,
      odd: null,
      versions: { totalCount: 2, nodes: [{ number: 2 }] },
    });
    const rest = await dataOf(
      `{ dataset(slug: "perceraian") { versions(after: "${dataset.versions.pageInfo.endCursor}") { nodes { number } } } }`,
    );
    expect(rest.dataset.versions.nodes).toEqual([{ number: 1 }]);
  });

  it("is null for what is not there, not published, or not for you to know", async () => {
    const query =
      '{ a: dataset(slug: "tidak-ada") { slug } b: dataset(slug: "Bukan Slug!") { slug } c: dataset(slug: "rancangan") { slug } d: dataset(slug: "terbatas") { slug } }';
    expect(await dataOf(query)).toEqual({ a: null, b: null, c: null, d: null });
    const known = await ask(query).set("authorization", "Bearer other");
    expect(known.body.data.d).toEqual({ slug: "terbatas" });
    const answer = await request(app).get("/graphql").query({ query }).set("authorization", "Bearer other");
    expect(answer.headers["cache-control"]).toBe("private, no-cache");
  });

  it("does not give the rows of a withdrawn version", async () => {
    const dataset = await givenTable(store, "ditarik", { title: "Ditarik", ...table }, rows);
    await publishRows(store, dataset, rows.slice(0, 2));
    await store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, 1 as never, "salah hitung", effects));
    const { status, body } = await ask('{ dataset(slug: "ditarik") { rows(version: 1) { nodes } } }');
    expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([
      410,
      "version.withdrawn",
      expect.stringContaining("salah hitung"),
    ]);
    const { dataset: listed } = await dataOf(
      '{ dataset(slug: "ditarik") { version(number: 1) { withdrawn { reason at } } } }',
    );
    expect(listed.version.withdrawn.reason).toBe("salah hitung");
  });
});

describe("reference data and changes", () => {
  it("knows agencies, topics and regions with their codes", async () => {
    const data = await dataOf(
      '{ agencies { slug name } agency(slug: "disdukcapil") { name } topics { slug title(lang: EN) } regions(level: REGENCY) { code } region(code: "73.06") { name bpsCode level parent { code } children { code } } nowhere: region(code: "99") { code } }',
    );
    expect(data.regions).toHaveLength(24);
    expect(data.region).toMatchObject({ bpsCode: "7306", level: "REGENCY", parent: { code: "73" } });
    expect(data.region.children.length).toBeGreaterThan(5);
    expect([data.nowhere, data.agencies.length > 20, data.topics.length > 3]).toEqual([null, true, true]);
  });

  it("follows the feed by its cursors", async () => {
    const { changes } = await dataOf(
      "{ changes(first: 1) { totalCount nodes { seq at kind dataset version } pageInfo { hasNextPage endCursor } } }",
    );
    expect(changes.nodes[0]).toMatchObject({ seq: 1, kind: "PUBLISHED", dataset: "kemiskinan", version: 1 });
    const rest = await dataOf(`{ changes(since: "${changes.pageInfo.endCursor}") { nodes { seq } } }`);
    expect(rest.changes.nodes[0].seq).toBe(2);
    expect((await dataOf('{ changes(since: "2030-01-01") { totalCount } }')).changes.totalCount).toBe(0);
  });
});

describe("indicators", () => {
  it("are the measures that know region and period", async () => {
    const { indicators } = await dataOf("{ indicators { nodes { slug title unit definition(lang: EN) } totalCount } }");
    expect(indicators.nodes).toContainEqual({
      slug: "kemiskinan-persen-miskin",
      title: "Penduduk miskin",
      unit: "persen",
      definition: "Definition",
    });
    const found = await dataOf(
      '{ indicators(search: "penduduk", region: "73.06") { nodes { slug } } none: indicators(region: "73.99") { totalCount } }',
    );
    expect(found).toEqual({ indicators: { nodes: [{ slug: "kemiskinan-persen-miskin" }] }, none: { totalCount: 0 } });
  });

  it("give a series with exact values and statuses", async () => {
    const { text } = await ask(
      '{ indicator(slug: "kemiskinan-persen-miskin") { series(region: "73.06") { period value status dataset version } } }',
    );
    expect(text).toContain(
      '"series":[{"period":"2023","value":7.10,"status":null,"dataset":"kemiskinan","version":1},{"period":"2024","value":7.00,"status":"provisional","dataset":"kemiskinan","version":1}]',
    );
    const { indicator } = await dataOf(
      '{ indicator(slug: "kemiskinan-persen-miskin") { late: series(region: "73.06", from: "2024") { period } none: series(region: "73") { period } } none: indicator(slug: "x") { slug } }',
    );
    expect(indicator).toEqual({ late: [{ period: "2024" }], none: [] });
  });

  it("are summed over what else tells rows apart where they may be, and left out where they may not", async () => {
    const fields = [
      { name: "kode", type: "string", role: "region" },
      { name: "tahun", type: "year", role: "period" },
      { name: "jenis_kelamin", type: "string", role: "dimension" },
      { name: "penduduk_hadir", type: "integer", role: "measure", unit: "jiwa", additive: true },
      { name: "rasio", type: "number", role: "measure", unit: "persen", additive: false },
    ];
    await givenTable(
      store,
      "penduduk-hadir",
      { title: "Hadir", ...tableOf(fields, ["kode", "tahun", "jenis_kelamin"]) },
      [
        ["73.06", "2024", "L", "10", "1.5", {}],
        ["73.06", "2024", "P", "12", "1.6", {}],
      ],
    );
    const { indicators } = await dataOf(
      '{ indicators(search: "hadir") { nodes { slug series(region: "73.06") { period value } } } }',
    );
    expect(indicators.nodes).toEqual([{ slug: "penduduk-hadir", series: [{ period: "2024", value: 22 }] }]);
  });

  it("make the profile of a region", async () => {
    const { region } = await dataOf(
      '{ region(code: "73.71") { indicators { indicator { slug } period value status } } }',
    );
    expect(region.indicators).toContainEqual({
      indicator: { slug: "kemiskinan-persen-miskin" },
      period: "2024",
      value: null,
      status: "not-available",
    });
  });
});
