import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FieldName } from "../../src/kernel/ids.ts";
import { aggregateRows } from "../../src/store/aggregate.ts";
import type { Store } from "../../src/store/data-source.ts";
import type { TableRef } from "../../src/store/dataset-table.ts";
import type { Cursor } from "../../src/store/keyset.ts";
import { countRows, type RowFilter, type RowOp, type RowOrder, selectRows } from "../../src/store/rows.ts";
import { copyRowsOut, outputNames, streamRows } from "../../src/store/rows-out.ts";
import { openTestStore } from "../setup/store.ts";
import { type GivenRow, given, schemaOf } from "./given.ts";

let store: Store;
let table: TableRef;
let first: TableRef;
const field = (name: string) => name as FieldName;
const filter = (name: string, op: RowOp, ...values: string[]): RowFilter => ({ field: field(name), op, values });
const order = (...names: string[]): RowOrder[] =>
  names.map((name) =>
    name.startsWith("-")
      ? { field: field(name.slice(1)), direction: "desc" }
      : { field: field(name), direction: "asc" },
  );

const schema = schemaOf("kode:string:region* tahun:year:period* nilai:number:measure aktif:boolean catatan:string");
const rows: readonly GivenRow[] = [
  ["73.06", "2023", "1.50", "true", "a"],
  ["73.06", "2024", null, "false", null, { nilai: "not-available" }],
  ["73.71", "2023", "10", null, 'kata, "kutip"\nbaris'],
  ["73.71", "2024", "9.9999999999999999999999", "true", "B"],
  ["73.02", "2024", "-3", "false", "é"],
];

beforeAll(async () => {
  store = await openTestStore();
  const { versions } = await given(
    store,
    { schema, rows },
    { schema, rows: [...rows.slice(0, 4), ["73.02", "2024", "-4", "false", "é"]] },
  );
  [first = never(), table = never()] = versions;
});
afterAll(() => store.close());

const select = (
  query: { filters?: RowFilter[]; order?: RowOrder[]; limit?: number; after?: Cursor; fields?: FieldName[] },
  of = table,
) => store.read((tx) => selectRows(tx, of, { filters: [], order: [], ...query }));
/** Every row, page after page. */
async function walk(query: Parameters<typeof select>[0] & { limit: number }) {
  const met: (readonly (string | null)[])[] = [];
  for (let after: Cursor | undefined; ; ) {
    const page = await select({ ...query, ...(after ? { after } : {}) });
    met.push(...page.rows);
    after = page.cursors.at(-1);
    if (page.rows.length < query.limit) return met;
  }
}
const keysOf = async (...filters: RowFilter[]) =>
  (await select({ filters })).rows.map(([region, year]) => `${region}/${year}`);

describe("selectRows", () => {
  it("gives the exact digits in primary-key order", async () => {
    const { rows: found, statuses } = await select({});
    expect(found.map((row) => row.slice(0, 4))).toEqual([
      ["73.02", "2024", "-4", "false"],
      ["73.06", "2023", "1.50", "true"],
      ["73.06", "2024", null, "false"],
      ["73.71", "2023", "10", null],
      ["73.71", "2024", "9.9999999999999999999999", "true"],
    ]);
    expect(statuses[2]).toEqual({});
  });

  it("answers an earlier version from the same table", async () => {
    expect((await select({ filters: [filter("kode", "eq", "73.02")] }, first)).rows[0]?.[2]).toBe("-3");
  });

  it("filters with every operator, numbers by value, text by code point", async () => {
    expect(await keysOf(filter("nilai", "eq", "1.5"))).toEqual(["73.06/2023"]);
    expect(await keysOf(filter("nilai", "in", "1.5", "10.0"))).toEqual(["73.06/2023", "73.71/2023"]);
    expect(await keysOf(filter("nilai", "gt", "9.9"))).toEqual(["73.71/2023", "73.71/2024"]);
    expect(await keysOf(filter("nilai", "lte", "1.5"))).toEqual(["73.02/2024", "73.06/2023"]);
    expect(await keysOf(filter("nilai", "ne", "10"))).toEqual(["73.02/2024", "73.06/2023", "73.06/2024", "73.71/2024"]);
    expect(await keysOf(filter("nilai", "eq", ""))).toEqual(["73.06/2024"]);
    expect(await keysOf(filter("nilai", "ne", ""), filter("tahun", "eq", "2024"))).toEqual([
      "73.02/2024",
      "73.71/2024",
    ]);
    expect(await keysOf(filter("catatan", "gte", "a"))).toEqual(["73.02/2024", "73.06/2023", "73.71/2023"]);
    expect(await keysOf(filter("aktif", "eq", "true"))).toEqual(["73.06/2023", "73.71/2024"]);
    expect(await keysOf(filter("tahun", "lt", "99999999999999999999"))).toHaveLength(5);
    expect(await keysOf(filter("tahun", "eq"))).toEqual([]);
    expect(await keysOf(filter("catatan", "eq", "' or 1=1 --"))).toEqual([]);
  });

  it("meets every row exactly once, whatever the order and the size of the page", async () => {
    const orders = [
      [],
      ["nilai"],
      ["-nilai"],
      ["aktif", "-catatan"],
      ["-kode", "-tahun"],
      ["catatan"],
      ["-kode"],
      ["tahun", "nilai"],
    ];
    for (const names of orders) {
      const whole = await select({ order: order(...names) });
      for (const limit of [1, 2, 3]) expect(await walk({ order: order(...names), limit })).toEqual(whole.rows);
    }
  });

  it("meets them likewise where an ordered field has one value alone", async () => {
    for (const names of [["kode"], ["kode", "-tahun"], ["-tahun", "kode"], ["nilai", "kode"]]) {
      const query = { order: order(...names), filters: [filter("kode", "eq", "73.06")] };
      const whole = await select({ order: order(...names) });
      const rows = whole.rows.filter(([kode]) => kode === "73.06");
      expect(rows.length).toBeGreaterThan(1);
      expect(await walk({ ...query, limit: 1 })).toEqual(rows);
    }
  });

  it("puts missing values last in both directions", async () => {
    expect((await select({ order: order("nilai") })).rows.at(-1)?.[2]).toBeNull();
    expect((await select({ order: order("-nilai") })).rows.at(-1)?.[2]).toBeNull();
  });

  it("refuses a cursor that is no place in this order", async () => {
    for (const after of [
      [],
      ["73.06"],
      ["73.06", "x"],
      ["73.06", null],
      ["73.06", "99999999999999999999"],
      ["a\0", "1"],
      ["a", "1", "2"],
    ]) {
      await expect(select({ after })).rejects.toMatchObject({ code: "request.bad-cursor" });
    }
  });

  it("pages without a key in file order", async () => {
    const { latest } = await given(store, { schema: schemaOf("a:string"), rows: [["x"], ["x"], [null], ["b"]] });
    const page = await select({ limit: 2 }, latest);
    expect(page.rows).toEqual([["x"], ["x"]]);
    expect((await select({ after: page.cursors[1] ?? [] }, latest)).rows).toEqual([[null], ["b"]]);
  });
});

describe("countRows", () => {
  it("counts what passes", async () => {
    expect(await store.read((tx) => countRows(tx, table, [filter("tahun", "eq", "2024")]))).toBe(3);
    expect(await store.read((tx) => countRows(tx, table, []))).toBe(5);
  });
});

describe("aggregateRows", () => {
  it("computes exact figures by group, in the groups' order", async () => {
    const figures = await store.read((tx) =>
      aggregateRows(tx, table, {
        filters: [],
        groupBy: [field("tahun")],
        measures: [
          { field: field("nilai"), op: "sum" },
          { field: field("nilai"), op: "count" },
          { field: field("kode"), op: "max" },
          { field: field("aktif"), op: "min" },
        ],
      }),
    );
    expect(figures).toEqual([
      { tahun: "2023", sum_nilai: "11.50", count_nilai: "2", max_kode: "73.71", min_aktif: "true" },
      { tahun: "2024", sum_nilai: "5.9999999999999999999999", count_nilai: "2", max_kode: "73.71", min_aktif: "false" },
    ]);
  });

  it("gives one object without groups, even of no rows", async () => {
    const figures = await store.read((tx) =>
      aggregateRows(tx, table, {
        filters: [filter("kode", "eq", "none")],
        groupBy: [],
        measures: [
          { field: field("nilai"), op: "avg" },
          { field: field("nilai"), op: "count" },
        ],
      }),
    );
    expect(figures).toEqual([{ avg_nilai: null, count_nilai: "0" }]);
  });
});

describe("copyRowsOut", () => {
  it("writes canonical CSV: minimal quotes, LF, a missing value empty", async () => {
    expect(await text(copyRowsOut(store, table, { filters: [], order: [] }))).toBe(
      [
        "kode,tahun,nilai,aktif,catatan",
        "73.02,2024,-4,false,é",
        "73.06,2023,1.50,true,a",
        "73.06,2024,,false,",
        '73.71,2023,10,,"kata, ""kutip""\nbaris"',
        "73.71,2024,9.9999999999999999999999,true,B",
        "",
      ].join("\n"),
    );
  });

  it("takes filters, order, columns, limit, delimiter and statuses", async () => {
    const query = {
      filters: [filter("kode", "in", "73.06", "it's \\ none")],
      order: order("-tahun"),
      fields: [field("tahun"), field("nilai")],
      limit: 5,
      status: true,
    };
    expect(outputNames(table, query)).toEqual(["tahun", "nilai", "nilai_status"]);
    expect(await text(copyRowsOut(store, table, query, { delimiter: ";" }))).toBe(
      "tahun;nilai;nilai_status\n2024;;not-available\n2023;1.50;\n",
    );
    expect(await text(copyRowsOut(store, table, { ...query, limit: 0 }, { header: false }))).toBe("");
  });

  it("gives the same rows as values", async () => {
    const streamed = [];
    for await (const batch of streamRows(store, table, { filters: [], order: [] })) streamed.push(...batch);
    expect(streamed).toEqual((await select({})).rows);
  });

  it("lets go of its connection when the reader goes away, and tells the reader when the COPY breaks", async () => {
    const big = await given(store, {
      schema: schemaOf("a:string"),
      rows: Array.from({ length: 20_000 }, (_, i) => [`${i} ${"x".repeat(200)}`]),
    });
    for (let turn = 0; turn < 6; turn += 1) {
      const stream = copyRowsOut(store, big.latest, { filters: [], order: [] });
      for await (const _ of stream) break;
    }
    expect((await text(copyRowsOut(store, big.latest, { filters: [], order: [], limit: 1 }))).length).toBeGreaterThan(
      200,
    );
    const broken = { ...big.latest, columns: table.columns };
    await expect(text(copyRowsOut(store, broken, { filters: [], order: [] }))).rejects.toMatchObject({ code: "42703" });
  });
});

function never(): never {
  throw new Error("cannot be");
}
