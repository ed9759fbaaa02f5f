import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/catalogue/datasets.ts";
import { withdrawVersion } from "../../../src/catalogue/versions.ts";
import { graphqlRoutes } from "../../../src/graphql/server.ts";
import type { Store } from "../../../src/store/data-source.ts";
import { actors, effects, seededStore } from "../../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../../setup/outlets.ts";
import { asker, ROWS, TABLE } from "./given.ts";

let store: Store;
let app: Express;

beforeAll(async () => {
  store = await seededStore();
  ({ app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects })]));
  await givenTable(store, "penduduk-miskin", { title: { id: "Penduduk miskin", en: "Poor people" }, ...TABLE }, ROWS);
});
afterAll(() => store.close());

const ask = asker(() => app, "penduduk-miskin");
const dataOf = async (query: string, variables?: Record<string, unknown>) => {
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
};
const codeOf = async (query: string, variables?: Record<string, unknown>) => {
  const { status, body } = await ask(query, variables);
  return [status, body.errors?.[0].extensions.code];
};

describe("/graphql/{slug}", () => {
  it("gives rows with their declared fields and stored digits", async () => {
    const { text } = await ask(
      "{ rows(first: 2) { nodes { kode tahun nilai jumlah urutan jenis kanal aktif tanggal bulan } } }",
    );
    expect(text).toBe(
      '{"data":{"rows":{"nodes":[' +
        '{"kode":"73.06","tahun":2023,"nilai":7.10,"jumlah":9007199254740993,"urutan":1,"jenis":"L","kanal":"tunai","aktif":true,"tanggal":"2023-05-17","bulan":"2023-05"},' +
        '{"kode":"73.06","tahun":2024,"nilai":6.50,"jumlah":20,"urutan":null,"jenis":"P","kanal":"non-tunai","aktif":false,"tanggal":null,"bulan":null}]}}}',
    );
  });

  it("gives the status of values and the regions that codes stand for", async () => {
    const { rows } = await dataOf(
      "{ rows(filter: { tahun: { eq: 2023 } }) { nodes { _status { nilai jumlah } _region { kode { name level bpsCode parent { code } } } } } }",
    );
    expect(rows.nodes).toEqual([
      {
        _status: { nilai: null, jumlah: null },
        _region: {
          kode: { name: "KABUPATEN GOWA", level: "REGENCY", bpsCode: "7306", parent: { code: "73" } },
        },
      },
      {
        _status: { nilai: "NOT_AVAILABLE", jumlah: null },
        _region: {
          kode: {
            name: "KOTA MAKASSAR",
            level: "REGENCY",
            bpsCode: "7371",
            parent: { code: "73" },
          },
        },
      },
    ]);
  });

  it.each([
    ["{ tahun: { eq: 2024 } }", 2],
    ['{ tahun: { in: [2023, 2024] }, kode: { eq: "73.06" } }', 2],
    ["{ tahun: { in: [] } }", 0],
    ["{ nilai: { lt: 7 } }", 1],
    ["{ nilai: { gte: 6.5, lte: 7.10 } }", 2],
    ['{ nilai: { eq: "12345678901234567890.50" } }', 1],
    ["{ jumlah: { eq: 9007199254740993 } }", 1],
    ["{ jumlah: { gt: 9007199254740992 } }", 1],
    ["{ jenis: { eq: L } }", 2],
    ["{ jenis: { ne: L } }", 2],
    ["{ jenis: { isNull: true } }", 1],
    ["{ jenis: { isNull: false } }", 3],
    ["{ aktif: { eq: true } }", 2],
    ['{ tanggal: { gt: "2023-12-31" } }', 1],
    ['{ bulan: { eq: "2023-05" } }', 1],
    ['{ kanal: { eq: "non-tunai" } }', 1],
    ["{ _or: [{ jenis: { eq: P } }, { nilai: { gt: 100 } }] }", 2],
    ["{ _or: [] }", 0],
    ["{ _not: { nilai: { gt: 0 } } }", 1],
    ["{ _not: { _or: [{ jenis: { eq: L } }, { jenis: { eq: P } }] } }", 1],
    ["{ _and: [{ tahun: { eq: 2024 } }, { jenis: { eq: L } }] }", 1],
    ["{}", 4],
  ])("filters by %s", async (filter, count) => {
    const { rows } = await dataOf(`{ rows(filter: ${filter}) { totalCount nodes { kode } } }`);
    expect([rows.totalCount, rows.nodes.length]).toEqual([count, count]);
  });

  it("takes values as variables, exact where they are text", async () => {
    const query = "query ($filter: PendudukMiskinFilter) { rows(filter: $filter) { totalCount } }";
    const count = async (filter: object) => (await dataOf(query, { filter })).rows.totalCount;
    expect(await count({ nilai: { gt: "12345678901234567890.49" } })).toBe(1);
    expect(await count({ nilai: { eq: 7.1 }, jenis: { in: ["L", "P"] } })).toBe(1);
    expect(await count({ jumlah: { eq: "9007199254740993" } })).toBe(1);
  });

  it("orders, walks by cursors, and stays on the version on which it began", async () => {
    const dataset = await givenTable(store, "berjalan", TABLE, ROWS);
    const walk = asker(() => app, "berjalan");
    const page = async (after: string | null) =>
      (
        await walk(
          "query ($after: String) { rows(first: 2, after: $after, orderBy: [{ field: tahun, direction: DESC }, { field: kode }]) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { kode tahun } } version { number rows } } }",
          { after },
        )
      ).body.data.rows;
    const first = await page(null);
    expect(first.edges.map(({ node }: { node: object }) => node)).toEqual([
      { kode: "73.06", tahun: 2024 },
      { kode: "73.71", tahun: 2024 },
    ]);
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0].cursor,
      endCursor: first.edges[1].cursor,
    });
    await publishRows(store, dataset, ROWS.slice(0, 1));
    const second = await page(first.pageInfo.endCursor);
    expect(second.version).toEqual({ number: 1, rows: 4 });
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(second.edges.map(({ node }: { node: object }) => node)).toEqual([
      { kode: "73.06", tahun: 2023 },
      { kode: "73.71", tahun: 2023 },
    ]);
    expect((await page(null)).version).toEqual({ number: 2, rows: 1 });
  });

  it("looks one row up by its key", async () => {
    const row = async (kode: string) =>
      (
        await dataOf("query ($key: PendudukMiskinKey!) { row(key: $key) { nilai _status { nilai } } }", {
          key: { kode, tahun: 2024 },
        })
      ).row;
    expect(await row("73.06")).toEqual({ nilai: 6.5, _status: { nilai: "PROVISIONAL" } });
    expect(await row("73.99")).toBeNull();
  });

  it("computes typed figures of groups", async () => {
    const { text } = await ask(
      '{ aggregate(groupBy: [tahun], filter: { kode: { ne: "x" } }) { group { tahun } rows sum { jumlah nilai } avg { urutan } min { tanggal jenis aktif } max { nilai } count { nilai } } }',
    );
    expect(text).toBe(
      '{"data":{"aggregate":[' +
        '{"group":{"tahun":2023},"rows":2,"sum":{"jumlah":9007199254741023,"nilai":7.10},"avg":{"urutan":2.0000000000000000},"min":{"tanggal":"2023-05-17","jenis":"L","aktif":true},"max":{"nilai":7.10},"count":{"nilai":1}},' +
        '{"group":{"tahun":2024},"rows":2,"sum":{"jumlah":60,"nilai":12345678901234567897.00},"avg":{"urutan":4.0000000000000000},"min":{"tanggal":"2024-01-01","jenis":"L","aktif":false},"max":{"nilai":12345678901234567890.50},"count":{"nilai":2}}]}}',
    );
    expect(await dataOf("{ aggregate { rows } }")).toEqual({ aggregate: [{ rows: 4 }] });
    expect(await codeOf("{ aggregate(groupBy: [tahun]) { group { kode } rows } }")).toEqual([
      400,
      "graphql.bad-variable",
    ]);
  });

  it("asks for no more than is read, whatever the form of the question", async () => {
    const data = await dataOf(
      "query { rows(first: 1) { ...page } } fragment page on PendudukMiskinConnection { edges { node { ... on PendudukMiskin { n: nilai ...code } __typename } } } fragment code on PendudukMiskin { kode }",
    );
    expect(data.rows.edges).toEqual([{ node: { n: 7.1, kode: "73.06", __typename: "PendudukMiskin" } }]);
    expect(await dataOf("{ rows(first: 1) { pageInfo { hasNextPage } } }")).toEqual({
      rows: { pageInfo: { hasNextPage: true } },
    });
  });

  it.each([
    ["{ rows { nodes { tidak_ada } } }", "graphql.invalid"],
    ['{ rows(filter: { tahun: { eq: "2024" } }) { totalCount } }', "graphql.invalid"],
    ["{ rows(filter: { jenis: { eq: X } }) { totalCount } }", "graphql.invalid"],
    ["{ rows(filter: { nilai: { eq: 1e3 } }) { totalCount } }", "graphql.invalid"],
    ['{ rows(filter: { tanggal: { eq: "17-05-2024" } }) { totalCount } }', "graphql.invalid"],
    ['{ rows(filter: { tanggal: { eq: "2024-02-31" } }) { totalCount } }', "request.bad-value"],
    ['{ rows(filter: { jumlah: { eq: "99999999999999999999" } }) { totalCount } }', "request.bad-value"],
    ["{ rows(filter: { jenis: { eq: null } }) { totalCount } }", "graphql.bad-variable"],
    ["{ rows(first: 1001) { totalCount } }", "request.over-limit"],
    ['{ rows(after: "x") { nodes { kode } } }', "request.bad-cursor"],
    ["{ rows(version: 9) { totalCount } }", "version.unknown"],
    ['{ rows(version: 1, asOf: "2024") { totalCount } }', "request.version-or-time"],
  ])("refuses %s", async (query, code) => {
    const [status, found] = await codeOf(query);
    expect(found).toBe(code);
    expect(status).toBe(code === "version.unknown" ? 404 : 400);
  });

  it("refuses filters that list or nest too much", async () => {
    const list = `{ kode: { in: [${'"a",'.repeat(1001)}] } }`;
    const nest = `${"{ _not: ".repeat(9)}{}${" }".repeat(9)}`;
    const alternatives = `{ _or: [${"{},".repeat(1001)}] }`;
    for (const filter of [list, nest, alternatives])
      expect(await codeOf(`{ rows(filter: ${filter}) { totalCount } }`)).toEqual([400, "request.over-limit"]);
  });

  it("refuses variables that are nested without end", async () => {
    const deep = `${'{"_not":'.repeat(60_000)}{}${"}".repeat(60_000)}`;
    const { status, body } = await request(app)
      .post("/graphql/penduduk-miskin")
      .set("content-type", "application/json")
      .send(
        `{"query":"query ($f: PendudukMiskinFilter) { rows(filter: $f) { totalCount } }","variables":{"f":${deep}}}`,
      );
    expect([status, body.errors[0].extensions.code]).toEqual([400, "graphql.bad-variable"]);
  });

  it("answers a plain GET with a strong tag, and 304 to it", async () => {
    const get = () => request(app).get("/graphql/penduduk-miskin").query({ query: "{ rows { totalCount } }" });
    const { status, headers, body } = await get();
    expect([status, body.data.rows.totalCount]).toEqual([200, 4]);
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
    expect((await get().set("if-none-match", headers.etag ?? "")).status).toBe(304);
  });

  it("shows a browser the explorer, with a query of this dataset", async () => {
    const { status, text } = await request(app).get("/graphql/penduduk-miskin").set("accept", "text/html");
    expect(status).toBe(200);
    expect(text).toMatch(/data-query="[^"]*rows\(first: 10\)[^"]*nilai/);
  });

  it("prints its SDL as text", async () => {
    const get = () => request(app).get("/graphql/penduduk-miskin/schema.graphql");
    const { status, headers, text } = await get();
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(text).toContain("type PendudukMiskin {");
    expect((await get().set("if-none-match", headers.etag ?? "")).status).toBe(304);
    expect((await request(app).get("/graphql/penduduk-miskin/v1/schema.graphql")).text).toBe(text);
  });
});

describe("who may see it", () => {
  it("answers 404 for what is not there, not published or not for the asker", async () => {
    await givenTable(store, "tertutup", { access: "closed", ...TABLE }, ROWS);
    await givenTable(store, "belum-terbit", TABLE);
    for (const slug of ["tidak-ada", "tertutup", "belum-terbit", "Bukan_Slug"]) {
      const { status, body } = await asker(() => app, slug)("{ rows { totalCount } }");
      expect([slug, status, body.errors[0].extensions.code]).toEqual([slug, 404, "dataset.unknown"]);
      expect((await request(app).get(`/graphql/${slug}/schema.graphql`)).status).toBe(404);
    }
    const query = { query: "{ rows { totalCount } }" };
    const own = await request(app).post("/graphql/tertutup").set("authorization", "Bearer producer").send(query);
    expect([own.status, own.body.data.rows.totalCount]).toEqual([200, 4]);
    expect((await request(app).post("/graphql/tertutup").set("authorization", "Bearer other").send(query)).status).toBe(
      404,
    );
  });

  it("answers 410 for the data of a withdrawn version, with the reason", async () => {
    const dataset: Dataset = await givenTable(store, "ditarik", TABLE, ROWS);
    const number = dataset.current?.number;
    if (number === undefined) throw new Error("not published");
    await store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, number, "Salah hitung", effects));
    for (const query of [
      "{ rows { totalCount } }",
      "{ aggregate { rows } }",
      '{ row(key: { kode: "73.06", tahun: 2023 }) { nilai } }',
    ]) {
      const { status, body } = await asker(() => app, "ditarik")(query);
      expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([
        410,
        "version.withdrawn",
        expect.stringContaining("Salah hitung"),
      ]);
    }
  });
});

describe("the types", () => {
  it("keep their names and meaning when only titles change", async () => {
    const fields = [{ name: "kode", type: "string" }] as const;
    const dataset = await givenTable(store, "judul", { title: "Lama", ...tableOf(fields) }, [["a", {}]]);
    const sdl = async () => (await request(app).get("/graphql/judul/schema.graphql")).text;
    const before = await sdl();
    await publishRows(store, dataset, [["b", {}]], {
      name: "judul",
      title: "Baru",
      description: "",
      agency: "disdukcapil",
      ...tableOf([{ ...fields[0], title: "Kode baru" }]),
    });
    const after = await sdl();
    expect(after).toContain("Kode baru");
    const bare = (text: string) => text.replaceAll(/"""[\s\S]*?"""\s*/g, "");
    expect(bare(after)).toBe(bare(before));
    expect((await asker(() => app, "judul/v2")("{ rows { totalCount } }")).status).toBe(404);
  });
});
