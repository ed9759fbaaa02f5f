/** Rows, through the actions of CKAN's datastore: chosen, in order, by pages, in each form; the whole table as a file. */

import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fc } from "../setup/properties.ts";
import { type Ckan, openCkan } from "./given.ts";

let ckan: Ckan;
let id: string;
beforeAll(async () => {
  ckan = await openCkan();
  const { resources } = await ckan.act<{ resources: { id: string }[] }>("package_show", { id: "kemiskinan" });
  id = resources[0]?.id ?? "";
});
afterAll(() => ckan.close());

type Found = {
  records: Record<string, unknown>[];
  total: number;
  limit: number;
  fields: { id: string; type: string }[];
  _links: Record<string, string>;
};
const search = (args: Record<string, unknown> = {}) =>
  ckan.act<Found>("datastore_search", { resource_id: id, ...args });
const keys = async (args: Record<string, unknown>) =>
  (await search(args)).records.map(({ kode, tahun }) => `${kode} ${tahun}`);
const refuse = async (args: Record<string, unknown>) => {
  const { body, status } = await request(ckan.app)
    .post("/api/3/action/datastore_search")
    .send({ resource_id: id, ...args });
  expect(status).toBe(409);
  return body.error as Record<string, unknown>;
};

describe("datastore_search", () => {
  it("answers rows with a number each, and what their fields are", async () => {
    const found = await search();
    expect(found).toMatchObject({
      include_total: true,
      limit: 100,
      offset: 0,
      records_format: "objects",
      resource_id: id,
      total: 4,
      total_was_estimated: false,
      fields: [
        { id: "_id", type: "int" },
        { id: "kode", type: "text", info: { label: "Kode wilayah", notes: "Kemendagri" } },
        { id: "tahun", type: "int" },
        { id: "persen", type: "numeric" },
        { id: "catatan", type: "text" },
        { id: "resmi", type: "bool" },
        { id: "tanggal", type: "date" },
      ],
    });
    expect(found.records[0]).toEqual({
      _id: expect.any(Number),
      kode: "73.06",
      tahun: 2023,
      persen: 7.1,
      catatan: "Gowa, bagian utara",
      resmi: true,
      tanggal: "2024-01-31",
    });
    expect(new Set(found.records.map(({ _id }) => _id)).size).toBe(4);
  });

  it("keeps every digit", async () => {
    const { text } = await request(ckan.app).get(`/api/3/action/datastore_search?resource_id=${id}&sort=persen`);
    expect(text).toContain('"persen":7.10,');
    expect(text).toContain('"persen":12345678901234567890.50,');
  });

  it.each([
    [{ kode: "73.06" }, ["73.06 2023", "73.06 2024"]],
    [{ kode: "73.06", tahun: 2024 }, ["73.06 2024"]],
    [{ tahun: ["2024", 2030] }, ["73.06 2024", "73.71 2024"]],
    [{ tahun: { gte: 2024 } }, ["73.06 2024", "73.71 2024"]],
    [{ persen: { gt: 5, lt: "7.1" } }, ["73.06 2024"]],
    [{ persen: 7.1 }, ["73.06 2023"]],
    [{ resmi: false }, ["73.71 2023"]],
    [{ resmi: null }, ["73.71 2024"]],
    [{ kode: [] }, []],
    [{ $or: [{ kode: "73.06", tahun: 2023 }, { resmi: null }] }, ["73.06 2023", "73.71 2024"]],
    [{ $and: [{ kode: "73.71" }, { tahun: { ne: 2024 } }] }, ["73.71 2023"]],
  ])("filters by %o", async (filters, expected) => {
    expect(await keys({ filters })).toEqual(expected);
    expect(await keys({ filters: JSON.stringify(filters) })).toEqual(expected);
    expect((await search({ filters, limit: 0 })).total).toBe(expected.length);
  });

  it("finds words anywhere in a row, or in one field", async () => {
    expect(await keys({ q: "gowa UTARA" })).toEqual(["73.06 2023"]);
    expect(await keys({ q: "gowa 2030" })).toEqual([]);
    expect(await keys({ q: { catatan: "gow:*" }, plain: false })).toEqual(["73.06 2023"]);
    expect(await keys({ q: '{"kode":"73.71"}' })).toEqual(["73.71 2023", "73.71 2024"]);
    expect(await keys({ q: "' or 1=1 --" })).toEqual([]);
  });

  it("orders, by its own number too", async () => {
    expect(await keys({ sort: "tahun desc, kode desc nulls last" })).toEqual([
      "73.71 2024",
      "73.06 2024",
      "73.71 2023",
      "73.06 2023",
    ]);
    expect(await keys({ sort: '"kode" desc', limit: 1 })).toEqual(["73.71 2023"]);
    const { records } = await search({ sort: "_id desc", fields: "_id" });
    const ids = records.map(({ _id }) => Number(_id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(await search({ filters: { _id: ids[0] } })).toMatchObject({ total: 1, records: [{ _id: ids[0] }] });
  });

  it("answers chosen fields, and each different row once", async () => {
    expect((await search({ fields: "tahun,kode", limit: 1 })).records).toEqual([{ tahun: 2023, kode: "73.06" }]);
    const distinct = await search({ fields: ["tahun"], distinct: true, sort: "tahun desc" });
    expect(distinct).toMatchObject({
      total: 2,
      records: [{ tahun: 2024 }, { tahun: 2023 }],
      fields: [{ id: "tahun" }],
    });
    expect((await search({ distinct: true })).fields.map((field) => field.id)).not.toContain("_id");
    expect(await refuse({ fields: "tahun", distinct: true, sort: "kode" })).toHaveProperty("sort");
  });

  it("answers no rows, no total, or fewer rows than were asked for, and says so", async () => {
    expect(await search({ limit: "0" })).toMatchObject({ limit: 0, records: [], total: 4 });
    expect((await search({ limit: 99_999 })).limit).toBe(32_000);
    expect(await search({ include_total: "False" })).not.toHaveProperty("total");
  });

  it.each([
    [
      "lists",
      (record: unknown) =>
        expect(record).toEqual([
          ["73.06", 7.1],
          ["73.06", 7.0],
        ]),
    ],
    ["csv", (record: unknown) => expect(record).toBe("73.06,7.10\n73.06,7.00\n")],
    ["tsv", (record: unknown) => expect(record).toBe("73.06\t7.10\n73.06\t7.00\n")],
  ])("writes records as %s", async (records_format, check) => {
    const found = await search({ records_format, fields: "kode,persen", limit: 2 });
    check(found.records);
    expect(found).toMatchObject({ records_format });
  });

  it("is walked by its own links, forwards and again, without a gap or a repetition", async () => {
    const whole = (await search({ sort: "tahun desc" })).records;
    for (const _round of [1, 2]) {
      const seen: unknown[] = [];
      let path = (await search({ sort: "tahun desc", limit: 1 }))._links.start ?? "";
      for (;;) {
        const { body } = await request(ckan.app).get(path).expect(200);
        if (body.result.records.length === 0) break;
        seen.push(...body.result.records);
        expect(body.result.next_page).toBe(body.result._links.next);
        path = body.result._links.next;
      }
      expect(seen).toEqual(whole);
    }
    expect((await search({ limit: 1, offset: 2 }))._links.prev).toMatch(/offset=1$/);
    expect((await search({ limit: 1, offset: 1 }))._links.prev).toBeUndefined();
  });

  it("answers the version that is named", async () => {
    expect(await keys({ version: 1 })).toEqual(["73.06 2023", "73.71 2023"]);
    expect((await search({ version: 1, limit: 0 })).total).toBe(2);
  });

  it.each([
    [{ filters: { tiada: 1 } }, "filters"],
    [{ filters: { tahun: "abc" } }, "filters"],
    [{ filters: { tahun: { like: "%" } } }, "filters"],
    [{ filters: "{" }, "filters"],
    [{ filters: { tahun: 2 ** 60 } }, "filters"],
    [{ filters: { tahun: { gte: [1, 2] } } }, "filters"],
    [{ fields: "kode,tiada" }, "fields"],
    [{ sort: "tiada" }, "sort"],
    [{ sort: "kode; drop table x" }, "sort"],
    [{ sort: "(select 1)" }, "sort"],
    [{ q: { tiada: "x" } }, "q"],
    [{ limit: -1 }, "limit"],
    [{ records_format: "xls" }, "records_format"],
    [{ version: 1, asOf: "2025-01-01" }, "version"],
  ])("refuses %o, naming the argument", async (args, field) => {
    expect(await refuse(args)).toMatchObject({ __type: "Validation Error", [field]: [expect.any(String)] });
  });

  it("refuses more than a thousand values", async () => {
    const filters = { kode: Array.from({ length: 1001 }, () => "x") };
    expect(await refuse({ filters })).toMatchObject({ filters: [expect.stringContaining("1000")] });
  });

  it("never fails otherwise, whatever is written", async () => {
    const hostile = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string(),
      fc.constantFrom("kode desc", { tahun: { gte: 1 } }, { $or: [{ kode: "x" }] }, { $or: 1 }, "'; select", "\u0000", {
        kode: "\u0000",
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          { filters: hostile, sort: hostile, fields: hostile, q: hostile, limit: hostile, distinct: hostile },
          { requiredKeys: [] },
        ),
        async (args) => {
          const { status } = await request(ckan.app)
            .post("/api/3/action/datastore_search")
            .send({ resource_id: id, ...args });
          expect([200, 409]).toContain(status);
        },
      ),
      { numRuns: 200 },
    );
    expect(ckan.seen).toEqual([]);
  });

  it("lists the tables that there are, as R asks for them", async () => {
    const tables = await ckan.act<Found>("datastore_search", { resource_id: "_table_metadata", limit: 1 });
    expect(tables.total).toBe(3);
    const all = await ckan.act<Found>("datastore_search", { resource_id: "_table_metadata", limit: tables.total });
    expect(all.records.map(({ name }) => name)).toContain(id);
  });
});

describe("datastore_info", () => {
  it("tells the fields and how many rows there are", async () => {
    expect(await ckan.act("datastore_info", { id })).toMatchObject({
      meta: { id, count: 4, table_type: "BASE TABLE", aliases: ["kemiskinan"] },
      fields: [{ id: "kode", type: "text", schema: { notnull: true, is_index: true } }, {}, {}, {}, {}, {}],
    });
  });

  it("knows no table in another file than the csv", async () => {
    const { resources } = await ckan.act<{ resources: { id: string }[] }>("package_show", { id: "kemiskinan" });
    await request(ckan.app).get(`/api/3/action/datastore_info?id=${resources[1]?.id}`).expect(404);
  });
});

describe("/datastore/dump", () => {
  const dump = (query: string) => request(ckan.app).get(`/datastore/dump/${id}${query}`);

  it("is a csv that begins with the row's number, with a byte order mark where it is asked for", async () => {
    const { text, headers } = await dump("?bom=true&sort=_id&limit=1").expect(200);
    expect(text).toMatch(/^\uFEFF_id,kode,tahun,persen,catatan,resmi,tanggal\n\d+,73\.06,/);
    expect(headers["content-disposition"]).toBe('attachment; filename="kemiskinan.csv"');
  });

  it("takes filters, fields and an offset, in each format", async () => {
    const query = `filters=${encodeURIComponent('{"kode":"73.06"}')}&fields=tahun,catatan&offset=1`;
    expect((await dump(`?${query}`)).text).toBe('tahun,catatan\n2024,"kata ""sulit"" & lain"\n');
    expect((await dump(`?${query}&format=tsv`)).text).toMatch(/^tahun\tcatatan\n2024\t/);
    expect((await dump(`?${query}&format=json`)).body).toMatchObject({
      fields: [{ id: "tahun" }, { id: "catatan" }],
      records: [[2024, 'kata "sulit" & lain']],
    });
    const xml = (await dump(`?${query}&format=xml`).buffer(true)).text;
    expect(xml).toContain("<row><tahun>2024</tahun><catatan>kata &quot;sulit&quot; &amp; lain</catatan></row>");
    expect((await dump("?fields=kode&distinct=true")).text).toBe("kode\n73.06\n73.71\n");
  });

  it("refuses what it does not know", async () => {
    expect((await dump("?format=exe").expect(409)).body.error.__type).toBe("Validation Error");
    await request(ckan.app).get("/datastore/dump/rahasia").expect(404);
  });
});
