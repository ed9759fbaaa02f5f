/** A dataset's history in GraphQL: what a version tells of itself, differences page by page, one row through all versions. */
import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";

let store: Store;
let app: Express;
let dataset: Dataset;

const kode = { name: "kode", type: "string" };
const tahun = { name: "tahun", type: "year" };
const nilai = { name: "nilai", type: "number" };
const packageOf = (...fields: (typeof nilai & { previousNames?: readonly string[] })[]) => ({
  name: "harga",
  title: "Harga",
  description: "",
  agency: "disdukcapil",
  ...tableOf(fields, ["kode", "tahun"]),
});

beforeAll(async () => {
  store = await seededStore();
  ({ app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects })]));
  dataset = await givenTable(
    store,
    "harga",
    packageOf(kode, tahun, nilai),
    [
      ["a", "2023", "1.50", {}],
      ["b", "2023", "2", {}],
      ["c", "2023", null, { nilai: "not-available" }],
    ],
    [
      ["a", "2023", "1.5", {}],
      ["b", "2023", "2.25", { nilai: "provisional" }],
      ["d", "2023", "4", {}],
    ],
  );
  const wider = packageOf(
    kode,
    tahun,
    { name: "harga", type: "number", previousNames: ["nilai"] },
    { name: "satuan", type: "string" },
  );
  await publishRows(
    store,
    dataset,
    [
      ["b", "2023", "2.25", "kg", { harga: "provisional" }],
      ["c", "2023", "3", null, {}],
      ["d", "2023", "4", null, {}],
    ],
    wider,
  );
  await publishRows(store, dataset, [["b", "2023", "9", "kg", {}]], wider);
});
afterAll(() => store.close());

const ask = async (query: string, as?: string) => {
  const asked = request(app).post("/graphql").send({ query });
  const { body, text, status } = await (as === undefined ? asked : asked.set("Authorization", `Bearer ${as}`));
  return { dataset: body.data?.dataset, code: body.errors?.[0].extensions.code, text, status };
};
const harga = (fields: string, as?: string) => ask(`{ dataset(slug: "harga") { ${fields} } }`, as);

describe("Version", () => {
  it("tells what changed by field, how the schema changed, and who: names to reviewers only", async () => {
    const fields = `version(number: 3) { changedCells { field count } schemaChanges { kind field before after text(lang: EN) }
      overrides { code } restoredFrom uploadedBy { role name } publishedBy { role name agency { slug } } }`;
    const { version } = (await harga(fields)).dataset;
    expect(version).toEqual({
      changedCells: [{ field: "satuan", count: 1 }],
      schemaChanges: [
        {
          kind: "RENAMED",
          field: "harga",
          before: "nilai",
          after: "harga",
          text: "The field “nilai” is now called “harga”; what it holds is the same.",
        },
        {
          kind: "ADDED",
          field: "satuan",
          before: null,
          after: "string",
          text: "The field “satuan” (text) was added.",
        },
      ],
      overrides: [],
      restoredFrom: null,
      uploadedBy: null,
      publishedBy: { role: "reviewer", name: null, agency: null },
    });
    expect((await harga(fields, "reviewer")).dataset.version.publishedBy.name).toBe("Bu Peninjau");
    expect((await harga(fields, "producer")).dataset.version.publishedBy.name).toBeNull();
  });
});

describe("Dataset.diff", () => {
  it("gives rows before and after with their digits, cell by cell, and totals", async () => {
    const { text } = await harga(
      "diff(from: 1, to: 2) { totalCount totals { added removed changed } nodes { change key before after cells { field before after beforeStatus afterStatus } } }",
    );
    expect(JSON.parse(text).data.dataset.diff).toMatchObject({
      totalCount: 3,
      totals: { added: 1, removed: 1, changed: 1 },
    });
    expect(text).toContain(
      '{"change":"CHANGED","key":{"kode":"b","tahun":2023},"before":{"kode":"b","tahun":2023,"nilai":2},"after":{"kode":"b","tahun":2023,"nilai":2.25},' +
        '"cells":[{"field":"nilai","before":2,"after":2.25,"beforeStatus":null,"afterStatus":"provisional"}]}',
    );
    expect(text).toContain(
      '"cells":[{"field":"kode","before":"c","after":null,"beforeStatus":null,"afterStatus":null}',
    );
    expect(text).not.toContain('"kode":"a"');
  });

  it("names a renamed field once, and tells the schema's changes of a jump", async () => {
    const { diff } = (
      await harga(
        "diff(from: 1, to: 3) { schemaChanges { kind field } nodes { change key before after cells { field before after } } from { number } to { number } }",
      )
    ).dataset;
    expect(diff.schemaChanges).toEqual([
      { kind: "RENAMED", field: "harga" },
      { kind: "ADDED", field: "satuan" },
    ]);
    expect(diff.nodes.map(({ change, key }: { change: string; key: { kode: string } }) => [change, key.kode])).toEqual([
      ["REMOVED", "a"],
      ["CHANGED", "b"],
      ["CHANGED", "c"],
      ["ADDED", "d"],
    ]);
    expect(diff.nodes[1]).toMatchObject({
      before: { nilai: 2 },
      after: { harga: 2.25, satuan: "kg" },
      cells: [
        { field: "harga", before: 2, after: 2.25 },
        { field: "satuan", before: null, after: "kg" },
      ],
    });
    expect([diff.from.number, diff.to.number]).toEqual([1, 3]);
  });

  it("walks by cursors that belong to both versions", async () => {
    const keys: string[] = [];
    let after = "";
    for (let page = 0; page < 9; page += 1) {
      const { diff } = (
        await harga(
          `diff(from: 1, to: 3, first: 1${after}) { edges { cursor node { key } } pageInfo { hasNextPage endCursor } }`,
        )
      ).dataset;
      keys.push(...diff.edges.map(({ node }: { node: { key: { kode: string } } }) => node.key.kode));
      after = `, after: "${diff.pageInfo.endCursor}"`;
      if (!diff.pageInfo.hasNextPage) break;
    }
    expect(keys).toEqual(["a", "b", "c", "d"]);
    expect((await harga(`diff(from: 1, to: 2${after}) { totalCount }`)).code).toBe("request.bad-cursor");
    expect((await harga(`diff(from: 3, to: 1${after}) { totalCount }`)).code).toBe("request.bad-cursor");
    expect((await harga('diff(from: 1, to: 3, after: "xx") { totalCount }')).code).toBe("request.bad-cursor");
    expect((await harga("diff(from: 1, to: 9) { totalCount }")).code).toBe("version.unknown");
  });

  it("compares rows without a key as a multiset, page by page", async () => {
    const plain = tableOf([{ name: "judul", type: "string" }]);
    await givenTable(
      store,
      "daftar",
      plain,
      [
        ["a", {}],
        ["b", {}],
        ["b", {}],
      ],
      [
        ["c", {}],
        ["b", {}],
        ["a", {}],
        ["a", {}],
      ],
    );
    const page = async (after: string) =>
      (
        await ask(`{ dataset(slug: "daftar") { diff(from: 1, to: 2, first: 2${after}) { totals { added removed changed }
        nodes { change key before after } pageInfo { hasNextPage endCursor } } } }`)
      ).dataset.diff;
    const first = await page("");
    const rest = await page(`, after: "${first.pageInfo.endCursor}"`);
    expect(first.totals).toEqual({ added: 2, removed: 1, changed: 0 });
    expect([...first.nodes, ...rest.nodes]).toEqual([
      { change: "ADDED", key: null, before: null, after: { judul: "c" } },
      { change: "REMOVED", key: null, before: { judul: "b" }, after: null },
      { change: "ADDED", key: null, before: null, after: { judul: "a" } },
    ]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const refused = await ask(
      '{ dataset(slug: "daftar") { rowHistory(key: [{ field: "judul", value: "a" }]) { row } } }',
    );
    expect(refused.code).toBe("request.no-key");
  });
});

describe("Dataset.rows(updatedAfter:)", () => {
  it("gives what came or was changed since, counts it, and walks on it", async () => {
    const { rows } = (
      await harga('rows(version: 3, updatedAfter: "2", first: 1) { totalCount nodes pageInfo { endCursor } }')
    ).dataset;
    expect([rows.totalCount, rows.nodes]).toEqual([2, [{ kode: "b", tahun: 2023, harga: 2.25, satuan: "kg" }]]);
    const next = `version: 3, first: 1, after: "${rows.pageInfo.endCursor}"`;
    expect((await harga(`rows(${next}, updatedAfter: "2") { nodes }`)).dataset.rows.nodes).toMatchObject([
      { kode: "c" },
    ]);
    expect((await harga(`rows(${next}, updatedAfter: "1") { nodes }`)).code).toBe("request.bad-cursor");
    expect((await harga('rows(updatedAfter: "2999-01-01") { nodes }')).code).toBe("version.since-ahead");
    expect((await harga('rows(updatedAfter: "kemarin") { nodes }')).code).toBe("request.bad-time");
  });
});

describe("Dataset.rowHistory", () => {
  const historyOf = (value: string) =>
    harga(`rowHistory(key: [{ field: "tahun", value: "2023" }, { field: "kode", value: "${value}" }]) {
      from { number publishedAt } to { number } until row statuses cells { field before after } }`);

  it("tells each state from its first to its last version, under the names of its time", async () => {
    const { rowHistory } = (await historyOf("b")).dataset;
    expect(rowHistory).toMatchObject([
      { from: { number: 1 }, to: { number: 1 }, row: { nilai: 2 }, statuses: {} },
      {
        from: { number: 2 },
        to: { number: 2 },
        row: { nilai: 2.25 },
        statuses: { nilai: "provisional" },
        cells: [{ field: "nilai", before: 2, after: 2.25 }],
      },
      { from: { number: 3 }, to: { number: 3 }, row: { harga: 2.25, satuan: "kg" }, cells: [{ field: "satuan" }] },
      { from: { number: 4 }, to: null, until: null, row: { harga: 9, satuan: "kg" } },
    ]);
    expect(rowHistory[0].until).toBe(rowHistory[1].from.publishedAt);
  });

  it("shows that a row was gone and came back, and is empty for one that never was", async () => {
    const { rowHistory } = (await historyOf("c")).dataset;
    expect(rowHistory).toMatchObject([
      { from: { number: 1 }, to: { number: 1 }, row: { nilai: null } },
      { from: { number: 3 }, to: { number: 3 }, row: { harga: 3 } },
    ]);
    expect((await historyOf("z")).dataset.rowHistory).toEqual([]);
  });

  it.each([
    ['[{ field: "kode", value: "b" }]', "request.bad-key"],
    [
      '[{ field: "kode", value: "b" }, { field: "kode", value: "c" }, { field: "tahun", value: "2023" }]',
      "request.bad-key",
    ],
    ['[{ field: "kode", value: "b" }, { field: "harga", value: "1" }]', "request.bad-key"],
    ['[{ field: "kode", value: "b" }, { field: "tidak_ada", value: "1" }]', "request.unknown-field"],
    ['[{ field: "kode", value: "b" }, { field: "tahun", value: "dua" }]', "request.bad-value"],
  ])("refuses %s with %s", async (key, code) => {
    const refused = await harga(`rowHistory(key: ${key}) { row }`);
    expect([refused.code, refused.status]).toEqual([code, 400]);
  });
});

describe("a withdrawn version", () => {
  it("is told in no difference and in no row's history, and its neighbours still are", async () => {
    await store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, 2 as VersionNumber, "Keliru.", effects));
    expect((await harga("diff(from: 1, to: 2) { totalCount }")).code).toBe("version.withdrawn");
    expect((await harga("diff(from: 2, to: 3) { totalCount }")).code).toBe("version.withdrawn");
    expect((await harga("diff(from: 1, to: 3) { totalCount }")).dataset.diff.totalCount).toBe(4);
    expect((await harga('rows(updatedAfter: "2") { nodes }')).code).toBe("version.since-withdrawn");
    const key = '[{ field: "kode", value: "a" }, { field: "tahun", value: "2023" }]';
    const { dataset: told } = await harga(`rowHistory(key: ${key}) { from { number } to { number } }`);
    expect(told.rowHistory).toEqual([{ from: { number: 1 }, to: { number: 1 } }]);
    const versions = (await harga("versions { nodes { number withdrawn { reason } changedCells { field } } }")).dataset
      .versions;
    expect(versions.nodes[2]).toMatchObject({ number: 2, withdrawn: { reason: "Keliru." } });
  });
});
