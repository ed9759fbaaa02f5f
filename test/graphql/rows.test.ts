import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import type { Store } from "../../src/store/data-source.ts";
import { effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";

const table = tableOf(
  [
    { name: "kode", type: "string", role: "region" },
    { name: "tahun", type: "year", role: "period" },
    { name: "nilai", type: "number", role: "measure", unit: "persen" },
    { name: "catatan", type: "string" },
  ],
  ["kode", "tahun"],
);

let store: Store;
let app: Express;
let dataset: Dataset;

beforeAll(async () => {
  store = await seededStore();
  ({ app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects })]));
  dataset = await givenTable(
    store,
    "kemiskinan",
    table,
    [
      ["73.06", "2023", "7.10", 'kata "kutip"', {}],
      ["73.06", "2024", "7.00", null, {}],
      ["73.71", "2023", null, null, { nilai: "not-available" }],
    ],
    [
      ["73.06", "2023", "7.10", 'kata "kutip"', {}],
      ["73.06", "2024", "6.50", null, {}],
      ["73.71", "2023", null, null, { nilai: "not-available" }],
      ["73.71", "2024", "12345678901234567890.50", "=1+1", {}],
    ],
  );
});
afterAll(() => store.close());

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  request(app).post("/graphql").send({ query, variables });
const rows = (args: string, fields = "nodes") => ask(`{ dataset(slug: "kemiskinan") { rows${args} { ${fields} } } }`);

describe("Dataset.rows", () => {
  it("gives rows in key order with their stored digits, codes as strings", async () => {
    const { text, status } = await rows("");
    expect(status).toBe(200);
    expect(text).toBe(
      '{"data":{"dataset":{"rows":{"nodes":[' +
        '{"kode":"73.06","tahun":2023,"nilai":7.10,"catatan":"kata \\"kutip\\""},' +
        '{"kode":"73.06","tahun":2024,"nilai":6.50,"catatan":null},' +
        '{"kode":"73.71","tahun":2023,"nilai":null,"catatan":null},' +
        '{"kode":"73.71","tahun":2024,"nilai":12345678901234567890.50,"catatan":"=1+1"}]}}}}',
    );
  });

  it("filters, orders, counts and shows statuses", async () => {
    const { body } = await rows(
      '(filter: [{field: "tahun", value: "2023"}, {field: "kode", op: IN, values: ["73.06", "73.71"]}], orderBy: [{field: "kode", direction: DESC}], status: true)',
      "totalCount nodes version",
    );
    expect(body.data.dataset.rows).toEqual({
      totalCount: 2,
      version: 2,
      nodes: [
        { kode: "73.71", tahun: 2023, nilai: null, catatan: null, nilai_status: "not-available", catatan_status: null },
        { kode: "73.06", tahun: 2023, nilai: 7.1, catatan: 'kata "kutip"', nilai_status: null, catatan_status: null },
      ],
    });
    const missing = await rows('(filter: [{field: "nilai", value: ""}])');
    expect(missing.body.data.dataset.rows.nodes).toHaveLength(1);
  });

  it("walks by cursors without repeating or skipping, in an order with missing values", async () => {
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const { body } = await ask(
        'query ($after: String) { dataset(slug: "kemiskinan") { rows(orderBy: [{field: "nilai", direction: DESC}], first: 1, after: $after) { edges { cursor node } pageInfo { hasNextPage endCursor } } } }',
        { after },
      );
      const page = body.data.dataset.rows;
      seen.push(
        ...page.edges.map(({ node }: { node: { kode: string; tahun: number } }) => `${node.kode} ${node.tahun}`),
      );
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      expect(page.edges[0].cursor).toBe(page.pageInfo.endCursor);
    } while (after !== null);
    expect(seen).toEqual(["73.71 2024", "73.06 2023", "73.06 2024", "73.71 2023"]);
  });

  it("reads an earlier version by its number and by a time", async () => {
    expect((await rows("(version: 1)", "totalCount")).body.data.dataset.rows.totalCount).toBe(3);
    const { current } = dataset;
    const before = new Date((current?.publishedAt.getTime() ?? 0) - 1).toISOString();
    expect((await rows(`(asOf: "${before}")`, "version")).body.data.dataset.rows.version).toBe(1);
    expect((await rows(`(asOf: "2030-01-01")`, "version")).body.data.dataset.rows.version).toBe(2);
  });

  it("stays on the version on which a walk began", async () => {
    const walked = await givenTable(store, "berjalan", table, [
      ["73.06", "2023", "1", null, {}],
      ["73.06", "2024", "2", null, {}],
    ]);
    const page = (after: string | null, more = "") =>
      ask(
        `query ($after: String) { dataset(slug: "berjalan") { rows(first: 1, after: $after${more}) { version nodes pageInfo { endCursor } } } }`,
        { after },
      );
    const { endCursor } = (await page(null)).body.data.dataset.rows.pageInfo;
    await publishRows(store, walked, [["73.06", "2024", "3", null, {}]]);
    const { version, nodes } = (await page(endCursor)).body.data.dataset.rows;
    expect({ version, nodes }).toEqual({
      version: 1,
      nodes: [{ kode: "73.06", tahun: 2024, nilai: 2, catatan: null }],
    });
    expect((await page(endCursor, ", version: 2")).body.errors[0].extensions.code).toBe("request.bad-cursor");
  });

  it.each([
    ['(filter: [{field: "kab", value: "1"}])', "request.unknown-field"],
    ['(filter: [{field: "nilai", value: "satu"}])', "request.bad-value"],
    ['(filter: [{field: "nilai"}])', "request.one-value"],
    ['(filter: [{field: "nilai", op: GT, values: ["1", "2"]}])', "request.one-value"],
    ['(orderBy: [{field: "kab"}])', "request.unknown-field"],
    ['(after: "bukan")', "request.bad-cursor"],
    ['(after: "%%%")', "request.bad-cursor"],
    [`(after: "${Buffer.from('["rows",2,"x","73.06"]').toString("base64url")}")`, "request.bad-cursor"],
    [`(after: "${Buffer.from('["versions","2"]').toString("base64url")}")`, "request.bad-cursor"],
    ["(first: 1001)", "request.over-limit"],
    ["(first: -1)", "request.over-limit"],
    ['(asOf: "kemarin")', "request.bad-time"],
    ['(asOf: "2024-02-30")', "request.bad-time"],
    ['(asOf: "2024-01-01", version: 1)', "request.version-or-time"],
    ['(filter: [{field: "kode", value: "a\\u0000b"}])', "request.bad-value"],
  ])("refuses %s with 400 %s", async (args, code) => {
    const { status, body } = await rows(args);
    expect([status, body.errors[0].extensions.code, body.errors[0].extensions.status, body.data]).toEqual([
      400,
      code,
      400,
      undefined,
    ]);
    expect(body.errors[0].extensions.detail_id).toMatch(/\S/);
  });

  it("refuses a cursor whose values another hand changed", async () => {
    const { endCursor } = (await rows("(first: 1)", "pageInfo { endCursor }")).body.data.dataset.rows.pageInfo;
    const parts = JSON.parse(Buffer.from(endCursor, "base64url").toString());
    const forged = Buffer.from(JSON.stringify([...parts.slice(0, -1), "1; drop table x"])).toString("base64url");
    const { status, body } = await rows(`(first: 1, after: "${forged}")`);
    expect([status, body.errors[0].extensions.code]).toEqual([400, "request.bad-cursor"]);
    const other = await rows(`(first: 1, orderBy: [{field: "nilai"}], after: "${endCursor}")`);
    expect(other.body.errors[0].extensions.code).toBe("request.bad-cursor");
  });

  it("says 404 for a version that is not there", async () => {
    const { status, body } = await rows("(version: 9)");
    expect([status, body.errors[0].extensions.code]).toEqual([404, "version.unknown"]);
    const none = await rows('(asOf: "2000-01-01")');
    expect([none.status, none.body.errors[0].extensions.code]).toEqual([404, "version.none-then"]);
  });
});

describe("Dataset.aggregate", () => {
  it("computes exact figures by group", async () => {
    const { text } = await ask(
      '{ dataset(slug: "kemiskinan") { aggregate(filter: [{field: "kode", value: "73.06"}], groupBy: ["kode"], measures: [{field: "nilai", op: SUM}, {field: "nilai", op: MAX}, {field: "catatan", op: COUNT}]) } }',
    );
    expect(text).toBe(
      '{"data":{"dataset":{"aggregate":[{"kode":"73.06","sum_nilai":13.60,"max_nilai":7.10,"count_catatan":1}]}}}',
    );
  });

  it.each([
    ['(measures: [{field: "catatan", op: SUM}])', "request.not-numeric"],
    ["(measures: [])", "request.over-limit"],
    ['(groupBy: ["kab"], measures: [{field: "nilai", op: SUM}])', "request.unknown-field"],
  ])("refuses %s with %s", async (args, code) => {
    const { status, body } = await ask(`{ dataset(slug: "kemiskinan") { aggregate${args} } }`);
    expect([status, body.errors[0].extensions.code]).toEqual([400, code]);
  });
});

describe("an operation that was answered before", () => {
  const QUERY = `query rows($slug: String!, $field: String!, $value: String, $first: Int = 2, $after: String, $version: Int, $status: Boolean, $with: Boolean = true) {
    topics { slug }
    dataset(slug: $slug) { slug rows(filter: [{field: $field, value: $value}], first: $first, after: $after, version: $version, status: $status) {
      version nodes ...more @include(if: $with) } } }
    fragment more on RowConnection { totalCount pageInfo { hasNextPage endCursor } again: edges { cursor node } }
    query other { topics { slug } }`;
  const good = { slug: "kemiskinan", field: "tahun", value: "2023" };

  const tell = async (from: Express, method: "get" | "post", variables: object, name: string, accept: string) => {
    const { status, headers, text } =
      method === "get"
        ? await request(from)
            .get("/graphql")
            .query({ query: QUERY, operationName: name, variables: JSON.stringify(variables) })
            .set("accept", accept)
        : await request(from)
            .post("/graphql")
            .send({ query: QUERY, operationName: name, variables })
            .set("accept", accept);
    const { date: _date, "x-request-id": _id, ...rest } = headers;
    return { status, headers: rest, text };
  };

  it("is answered like one that was not, byte by byte, whatever it is asked with", async () => {
    const asked = await tell(app, "post", good, "rows", "*/*");
    expect(asked.status).toBe(200);
    const cursor = JSON.parse(asked.text).data.dataset.rows.again[0].cursor;
    const variables = fc.record(
      {
        slug: fc.constantFrom("kemiskinan", "kemiskinan", "tidak-ada", "", 7),
        field: fc.constantFrom("tahun", "kode", "nilai", "asing"),
        value: fc.constantFrom("2023", "", "7.10", "x", null),
        first: fc.constantFrom(0, 1, 2, 1000, 1001, -1, "2", null),
        after: fc.constantFrom(cursor, "x", null),
        version: fc.constantFrom(1, 2, 7, -1, null),
        status: fc.boolean(),
        with: fc.constantFrom(true, false, null),
      },
      { requiredKeys: ["slug", "field"] },
    );
    const ways = fc.record({
      method: fc.constantFrom("get" as const, "post" as const),
      name: fc.constantFrom("rows", "rows", "rows", "other", "none", ""),
      accept: fc.constantFrom("*/*", "application/json", "application/graphql-response+json", "text/csv"),
    });
    await fc.assert(
      fc.asyncProperty(variables, ways, async (given, { method, name, accept }) => {
        // A server of its own has answered nothing before.
        const { app: fresh } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects })]);
        expect(await tell(app, method, given, name, accept)).toEqual(await tell(fresh, method, given, name, accept));
      }),
      { numRuns: 40, seed: 7306 },
    );
  });
});
