import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareStaged } from "../../src/store/compare.ts";
import type { Store } from "../../src/store/data-source.ts";
import type { TableRef } from "../../src/store/dataset-table.ts";
import { copyDiffOut, countDiff, type DiffRow, diffPage, diffStaged, streamDiff } from "../../src/store/diff.ts";
import type { Cursor } from "../../src/store/keyset.ts";
import { openTestStore } from "../setup/store.ts";
import { given, givenStage, schemaOf } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const ipm = schemaOf("kode:string:region* tahun:year:period* nilai:number:measure");
const brief = ({ change, before, after }: DiffRow) => [
  change,
  before && Object.values(before),
  after && Object.values(after),
];

async function diff(from: TableRef | undefined, to: TableRef | undefined): Promise<readonly DiffRow[]> {
  if (!from || !to) throw new Error("two versions");
  const rows: DiffRow[] = [];
  for await (const batch of streamDiff(store, from, to)) rows.push(...batch);
  const walked: DiffRow[] = [];
  let after: Cursor | undefined;
  do {
    const page = await store.read((tx) => diffPage(tx, from, to, { limit: 1, after }));
    walked.push(...page.rows);
    after = page.cursors[0];
  } while (after !== undefined);
  expect(walked).toEqual(rows);
  const counts = await store.read((tx) => countDiff(tx, from, to));
  for (const [change, count] of Object.entries(counts)) {
    expect(rows.filter((row) => row.change === change)).toHaveLength(count);
  }
  return rows;
}

describe("the difference of two versions", () => {
  it("tells added, removed and changed rows by key, with before and after", async () => {
    const { versions } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1"],
          ["73.71", "2023", "2"],
          ["73.02", "2023", null, { nilai: "not-available" }],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1.0"],
          ["73.71", "2023", "3"],
          ["73.72", "2023", "4"],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1"],
          ["73.71", "2023", "2"],
          ["73.72", "2023", "4"],
        ],
      },
    );
    expect(await diff(versions[0], versions[1])).toEqual([
      {
        change: "removed",
        before: { kode: "73.02", tahun: "2023", nilai: null },
        after: null,
        beforeStatus: { nilai: "not-available" },
        afterStatus: {},
      },
      {
        change: "changed",
        before: { kode: "73.71", tahun: "2023", nilai: "2" },
        after: { kode: "73.71", tahun: "2023", nilai: "3" },
        beforeStatus: {},
        afterStatus: {},
      },
      {
        change: "added",
        before: null,
        after: { kode: "73.72", tahun: "2023", nilai: "4" },
        beforeStatus: {},
        afterStatus: {},
      },
    ]);
    // What was changed and changed back is no difference.
    expect((await diff(versions[0], versions[2])).map(({ change }) => change)).toEqual(["removed", "added"]);
    expect((await diff(versions[2], versions[0])).map(({ change }) => change)).toEqual(["added", "removed"]);
    expect(await diff(versions[1], versions[1])).toEqual([]);
    const [first, second] = versions;
    if (!first || !second) throw new Error("two versions");
    expect(await text(copyDiffOut(store, first, second))).toBe(
      "_change,kode,tahun,nilai\nremoved,73.02,2023,\nchanged,73.71,2023,3\nadded,73.72,2023,4\n",
    );
  });

  it("counts rows without a key as a multiset", async () => {
    const notes = schemaOf("judul:string jumlah:number aktif:boolean");
    const { versions } = await given(
      store,
      {
        schema: notes,
        rows: [
          ["a", "1", "true"],
          ["a", "1", "true"],
          ["b", null, null],
        ],
      },
      {
        schema: notes,
        rows: [
          ["b", null, null],
          ["a", "1.0", "true"],
          ["c", "2", "false"],
        ],
      },
    );
    expect((await diff(versions[0], versions[1])).map(brief)).toEqual([
      ["removed", ["a", "1", "true"], null],
      ["added", null, ["c", "2", "false"]],
    ]);
  });

  it("shows each side with its own fields when the schema changed", async () => {
    const renamed = schemaOf("kode:string:region* tahun:year:period* ipm:number:measure catatan:string", {
      ipm: ["nilai"],
    });
    const { versions } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1"],
          ["73.71", "2023", "2"],
        ],
      },
      {
        schema: renamed,
        rows: [
          ["73.06", "2023", "1", "baru"],
          ["73.71", "2023", "2", null],
        ],
      },
    );
    expect((await diff(versions[0], versions[1])).map(({ before, after }) => [before, after])).toEqual([
      [
        { kode: "73.06", tahun: "2023", nilai: "1" },
        { kode: "73.06", tahun: "2023", ipm: "1", catatan: "baru" },
      ],
    ]);
    expect((await diff(versions[1], versions[0])).map(({ change }) => change)).toEqual([]);
  });
});

describe("what an upload would change", () => {
  it("is shown before it is published, by key", async () => {
    const { latest } = await given(store, {
      schema: ipm,
      rows: [
        ["73.06", "2023", "1"],
        ["73.71", "2023", "2"],
      ],
    });
    const wider = schemaOf("kode:string:region* tahun:year:period* nilai:number:measure catatan:string");
    const stage = await givenStage(
      store,
      wider,
      [
        ["73.06", "2023", "1", "x", { catatan: "revised" }],
        ["73.72", "2023", "5", null],
      ],
      false,
    );
    await store.write((tx) => compareStaged(tx, stage, latest, "replace"));
    const rows = await store.read((tx) => diffStaged(tx, stage, latest, 10));
    expect(rows.map(brief)).toEqual([
      ["changed", ["73.06", "2023", "1"], ["73.06", "2023", "1", "x"]],
      ["removed", ["73.71", "2023", "2"], null],
      ["added", null, ["73.72", "2023", "5", null]],
    ]);
    expect(rows[0]?.afterStatus).toEqual({ catatan: "revised" });
  });

  it("is shown without a key, too, and as far as asked for", async () => {
    const notes = schemaOf("judul:string");
    const { latest } = await given(store, { schema: notes, rows: [["a"], ["b"], ["c"]] });
    const stage = await givenStage(store, notes, [["b"], ["c"], ["d"], ["e"]], false);
    await store.write((tx) => compareStaged(tx, stage, latest, "replace"));
    expect((await store.read((tx) => diffStaged(tx, stage, latest, 2))).map(brief)).toEqual([
      ["removed", ["a"], null],
      ["added", null, ["d"]],
    ]);
  });
});
