import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePackage } from "../../../src/catalogue/package.ts";
import { loadPackageContext } from "../../../src/catalogue/package-context.ts";
import { graphqlRoutes } from "../../../src/graphql/server.ts";
import { breakingChanges } from "../../../src/graphql/typed/majors.ts";
import { SYSTEM } from "../../../src/kernel/actor.ts";
import type { TableSchema } from "../../../src/kernel/package.ts";
import type { Store } from "../../../src/store/data-source.ts";
import { effects, seededStore } from "../../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../../setup/outlets.ts";
import { asker } from "./given.ts";

type GivenField = { readonly name: string; readonly type: string; readonly [more: string]: unknown };

let store: Store;
let app: Express;
let now = new Date("2025-01-02T00:00:00Z");

beforeAll(async () => {
  store = await seededStore();
  ({ app } = testApp([
    await graphqlRoutes({ store, baseUrl: BASE_URL, effects: { ...effects, now: () => now }, schemaSunsetDays: 30 }),
  ]));
});
afterAll(() => store.close());

const packageOf = (name: string, fields: readonly GivenField[], key: readonly string[] = ["kode"]) => ({
  name,
  title: name,
  description: "",
  agency: "disdukcapil",
  ...tableOf(fields, key),
});

const kode = { name: "kode", type: "string" } as const;
const nilai = { name: "nilai", type: "number" } as const;

describe("breakingChanges(before, after)", () => {
  const schemaOf = async (fields: readonly GivenField[], key?: readonly string[]): Promise<TableSchema> =>
    parsePackage(packageOf("a", fields, key), await store.read((tx) => loadPackageContext(tx, SYSTEM))).schema;

  it.each<[string, readonly GivenField[], readonly GivenField[], string[]?]>([
    ["a field is added", [kode, nilai], [kode, nilai, { name: "baru", type: "string" }]],
    ["the order changes", [kode, nilai], [nilai, kode]],
    ["a title, unit or description changes", [kode, nilai], [kode, { ...nilai, title: "Lain", unit: "persen" }]],
    ["a field becomes required", [kode, nilai], [kode, { ...nilai, constraints: { required: true } }]],
    ["a pattern is added", [kode, nilai], [{ ...kode, constraints: { pattern: "[a-z]+" } }, nilai]],
    [
      "a word is added to an enum",
      [kode, { name: "j", type: "string", constraints: { enum: ["L"] } }],
      [kode, { name: "j", type: "string", constraints: { enum: ["L", "P"] } }],
    ],
  ])("is empty where %s", async (_what, before, after) => {
    expect(breakingChanges(await schemaOf(before), await schemaOf(after))).toEqual([]);
  });

  it.each<[string, readonly GivenField[], readonly GivenField[], string[]?]>([
    ["a field is removed", [kode, nilai], [kode]],
    ["a field is renamed", [kode, nilai], [kode, { name: "angka", type: "number", previousNames: ["nilai"] }]],
    ["a field is retyped", [kode, nilai], [kode, { name: "nilai", type: "integer" }]],
    ["a field may be empty now", [kode, { ...nilai, constraints: { required: true } }], [kode, nilai]],
    ["the key grows", [kode, nilai], [kode, nilai], ["kode", "nilai"]],
    ["the key goes", [kode, nilai], [kode, nilai], []],
    [
      "a word is taken from an enum",
      [kode, { name: "j", type: "string", constraints: { enum: ["L", "P"] } }],
      [kode, { name: "j", type: "string", constraints: { enum: ["L"] } }],
    ],
    [
      "a whole number may be larger than 32 bits now",
      [kode, { name: "n", type: "integer", constraints: { minimum: 0, maximum: 9 } }],
      [kode, { name: "n", type: "integer" }],
    ],
  ])("names what breaks where %s", async (_what, before, after, key) => {
    expect(breakingChanges(await schemaOf(before), await schemaOf(after, key))).not.toEqual([]);
  });
});

describe("a breaking change", () => {
  it("begins the next major, with the one before still answered from the newest rows under the old names", async () => {
    const dataset = await givenTable(store, "ganti-nama", packageOf("ganti-nama", [kode, nilai]), [["a", "1.50", {}]]);
    const renamed = { name: "angka", type: "number", previousNames: ["nilai"] } as const;
    await publishRows(
      store,
      dataset,
      [
        ["a", "2.50", {}],
        ["b", "3", {}],
      ],
      packageOf("ganti-nama", [kode, renamed]),
    );

    const newest = await asker(() => app, "ganti-nama")("{ rows { version { number } nodes { kode angka } } }");
    expect(newest.text).toContain(
      '{"version":{"number":2},"nodes":[{"kode":"a","angka":2.50},{"kode":"b","angka":3}]}',
    );
    expect(newest.headers.deprecation).toBeUndefined();

    const before = await asker(
      () => app,
      "ganti-nama/v1",
    )(
      '{ rows(filter: { nilai: { gt: 2.9 } }, orderBy: [{ field: nilai, direction: DESC }]) { totalCount version { number } nodes { nilai } } row(key: { kode: "a" }) { nilai } aggregate { sum { nilai } } }',
    );
    expect(before.text).toBe(
      '{"data":{"rows":{"totalCount":1,"version":{"number":2},"nodes":[{"nilai":3}]},"row":{"nilai":2.50},"aggregate":[{"sum":{"nilai":5.50}}]}}',
    );
    const broken = Math.floor(Number(/^@(\d+)$/.exec(before.headers.deprecation ?? "")?.[1]) * 1000);
    expect(new Date(before.headers.sunset ?? "").getTime() - broken).toBe(30 * 86_400_000);
    expect(before.headers.link).toBe(`<${BASE_URL}/graphql/ganti-nama>; rel="successor-version"`);
    const sdl = (await request(app).get("/graphql/ganti-nama/v1/schema.graphql")).text;
    expect(sdl).toContain('nilai: Decimal @deprecated(reason: "Called angka in v2 of this schema.")');
  });

  it("keeps the one before at its last version where a field is gone, and ends it on the declared day", async () => {
    const name = "hilang";
    const dataset = await givenTable(store, name, packageOf(name, [kode, nilai]), [["a", "1", {}]], [["a", "2", {}]]);
    await publishRows(store, dataset, [["a", {}]], packageOf(name, [kode]));
    const ask = asker(() => app, `${name}/v1`);
    expect((await ask("{ rows { version { number } nodes { nilai } } }")).body.data.rows).toEqual({
      version: { number: 2 },
      nodes: [{ nilai: 2 }],
    });
    expect((await ask("{ rows(version: 3) { nodes { kode } } }")).body.data.rows.nodes).toEqual([{ kode: "a" }]);
    expect((await asker(() => app, `${name}/v3`)("{ __typename }")).body.errors[0].extensions.code).toBe(
      "graphql.unknown-major",
    );
    now = new Date("2026-01-01T00:00:00Z");
    const { status, body } = await ask("{ rows { totalCount } }");
    now = new Date("2025-01-02T00:00:00Z");
    expect([status, body.errors[0].extensions.code]).toEqual([410, "graphql.major-ended"]);
  });

  it("leaves earlier versions to be asked for, and says what cannot be told of them", async () => {
    const name = "tumbuh";
    const dataset = await givenTable(store, name, packageOf(name, [kode, nilai]), [["a", "1", {}]]);
    const fields = [kode, nilai, { name: "catatan", type: "string" }];
    await publishRows(store, dataset, [["a", "1", "baru", {}]], packageOf(name, fields));
    const required = [kode, { ...nilai, constraints: { required: true } }, { name: "catatan", type: "string" }];
    await publishRows(store, dataset, [["a", "2", "baru", {}]], packageOf(name, required));
    const ask = asker(() => app, name);
    expect((await ask("{ rows(version: 1) { nodes { nilai catatan } } }")).body.data.rows.nodes).toEqual([
      { nilai: 1, catatan: null },
    ]);
    const codeOf = async (query: string) => {
      const { status, body } = await ask(query);
      return [status, body.errors?.[0].extensions.code];
    };
    expect(await codeOf('{ rows(version: 1, filter: { catatan: { eq: "x" } }) { totalCount } }')).toEqual([
      400,
      "request.unknown-field",
    ]);
    expect((await asker(() => app, `${name}/v2`)("{ __typename }")).status).toBe(404);

    const text = { name: "nilai", type: "string" } as const;
    await publishRows(store, dataset, [["a", "dua", {}]], packageOf(name, [kode, text]));
    expect(await codeOf("{ rows(version: 1) { nodes { nilai } } }")).toEqual([400, "graphql.version-misfit"]);
    expect((await ask("{ rows(version: 1) { nodes { kode } } }")).body.data.rows.nodes).toEqual([{ kode: "a" }]);
  });

  it("says so where a value is missing that is promised now", async () => {
    const name = "wajib";
    const dataset = await givenTable(store, name, packageOf(name, [kode, nilai]), [["a", null, {}]]);
    const required = { ...nilai, constraints: { required: true } };
    await publishRows(store, dataset, [["a", "1", {}]], packageOf(name, [kode, required]));
    const { status, body } = await asker(() => app, name)("{ rows(version: 1) { nodes { nilai } } }");
    expect([status, body.errors[0].extensions.code]).toEqual([400, "graphql.version-misfit"]);
  });
});
