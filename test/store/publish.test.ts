import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareStaged } from "../../src/store/compare.ts";
import type { Store } from "../../src/store/data-source.ts";
import type { TableRef } from "../../src/store/dataset-table.ts";
import { tendTable } from "../../src/store/publish.ts";
import { selectRows, type Value } from "../../src/store/rows.ts";
import {
  dropStage,
  findDuplicateKeys,
  hasStage,
  stageOf,
  stageRows,
  stageVersion,
  sweepStages,
} from "../../src/store/stage.ts";
import { openTestStore } from "../setup/store.ts";
import { given, givenDataset, givenStage, linesOf, newUpload, publish, schemaOf } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const ipm = schemaOf("kode:string:region* tahun:year:period* nilai:number:measure");
const rowsOf = async (table: TableRef): Promise<readonly (readonly Value[])[]> =>
  (await store.read((tx) => selectRows(tx, table, { filters: [], order: [] }))).rows;

describe("publication by key", () => {
  it("keeps every version's rows for ever", async () => {
    const { versions, changes } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "71.46"],
          ["73.71", "2023", "84.85"],
          ["73.02", "2023", "70.1"],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.71", "2023", "84.9"],
          ["73.06", "2023", "71.460"],
          ["73.06", "2024", "72"],
        ],
      },
      { schema: ipm, rows: [["73.02", "2023", "70.1"]] },
    );
    expect(changes).toEqual([
      { base: null, added: 3, removed: 0, changed: 0, unchanged: 0 },
      { base: 1, added: 1, removed: 1, changed: 1, unchanged: 1, cells: { nilai: 1 } },
      { base: 2, added: 1, removed: 3, changed: 0, unchanged: 0 },
    ]);
    const [first, second, third] = versions;
    if (!first || !second || !third) throw new Error("three versions");
    expect(await rowsOf(first)).toEqual([
      ["73.02", "2023", "70.1"],
      ["73.06", "2023", "71.46"],
      ["73.71", "2023", "84.85"],
    ]);
    expect(await rowsOf(second)).toEqual([
      ["73.06", "2023", "71.46"],
      ["73.06", "2024", "72"],
      ["73.71", "2023", "84.9"],
    ]);
    expect(await rowsOf(third)).toEqual([["73.02", "2023", "70.1"]]);
  });

  it("stores an unchanged row once, whatever the number of versions", async () => {
    const rows = [
      ["73.06", "2023", "71.46"],
      ["73.71", "2023", null],
    ];
    const { latest } = await given(store, { schema: ipm, rows }, { schema: ipm, rows }, { schema: ipm, rows });
    const [count] = await store.read((tx) => tx.query(`select count(*)::int as n from ${latest.table.quoted}`));
    expect(count).toEqual({ n: 2 });
  });

  it("compares statuses, too, and keeps them beside the value", async () => {
    const { versions, changes } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "71.46", { nilai: "provisional" }],
          ["73.71", "2023", null, { nilai: "not-available" }],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "71.46"],
          ["73.71", "2023", null, { nilai: "not-available" }],
        ],
      },
    );
    expect(changes[1]).toEqual({ base: 1, added: 0, removed: 0, changed: 1, unchanged: 1, cells: { nilai: 1 } });
    const statuses = await Promise.all(
      versions.map((table) => store.read((tx) => selectRows(tx, table, { filters: [], order: [], status: true }))),
    );
    expect(statuses.map((page) => page.statuses)).toEqual([
      [{ nilai: "provisional" }, { nilai: "not-available" }],
      [{}, { nilai: "not-available" }],
    ]);
  });

  it("appends: rows with the same key are replaced, the others stay", async () => {
    const { latest, changes } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1"],
          ["73.71", "2023", "2"],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "3"],
          ["73.06", "2024", "4"],
        ],
        mode: "append",
      },
    );
    expect(changes[1]).toEqual({ base: 1, added: 1, removed: 0, changed: 1, unchanged: 1, cells: { nilai: 1 } });
    expect(await rowsOf(latest)).toEqual([
      ["73.06", "2023", "3"],
      ["73.06", "2024", "4"],
      ["73.71", "2023", "2"],
    ]);
  });
});

describe("publication without a key", () => {
  const notes = schemaOf("judul:string jumlah:number");

  it("keeps file order and counts rows as a multiset", async () => {
    const { versions, changes } = await given(
      store,
      {
        schema: notes,
        rows: [
          ["b", "1.5"],
          ["a", "2"],
          ["a", "2"],
        ],
      },
      {
        schema: notes,
        rows: [
          ["a", "2.0"],
          ["b", "1.50"],
          ["a", "2"],
          ["a", "2"],
        ],
      },
      { schema: notes, rows: [["a", "2"]] },
    );
    expect(changes.map(({ added, removed, changed, unchanged }) => [added, removed, changed, unchanged])).toEqual([
      [3, 0, 0, 0],
      [1, 0, 0, 3],
      [0, 3, 0, 1],
    ]);
    const all = await Promise.all(versions.map(rowsOf));
    expect(all[0]).toEqual([
      ["b", "1.5"],
      ["a", "2"],
      ["a", "2"],
    ]);
    expect(all[1]).toEqual([
      ["a", "2.0"],
      ["b", "1.50"],
      ["a", "2"],
      ["a", "2"],
    ]);
    // The same row in the same place: its first digits stay.
    expect(all[2]).toEqual([["a", "2.0"]]);
  });

  it("keeps the order of rows that one row of the file became", async () => {
    const dataset = await givenDataset(store);
    const unpivoted = (values: readonly string[]) =>
      Buffer.from(values.map((value) => `2\t${value}\t1\t\\N\n`).join(""));
    const first = stageOf(newUpload(), notes);
    await stageRows(store, first, true, (write) => write(unpivoted(["x", "y", "z"])));
    const one = await publish(
      store,
      dataset,
      first,
      undefined,
      await store.write((tx) => compareStaged(tx, first, undefined, "replace")),
    );
    const second = stageOf(newUpload(), notes);
    await stageRows(store, second, false, (write) => write(unpivoted(["w", "y", "z"])));
    const changes = await store.write((tx) => compareStaged(tx, second, one.table, "replace"));
    expect(changes).toMatchObject({ added: 1, removed: 1, unchanged: 2 });
    const two = await publish(store, dataset, second, one.table, changes);
    expect((await rowsOf(two.table)).map(([title]) => title)).toEqual(["w", "y", "z"]);
  });

  it("appends behind what is there", async () => {
    const { latest } = await given(
      store,
      {
        schema: notes,
        rows: [
          ["b", "1"],
          ["a", "2"],
        ],
      },
      {
        schema: notes,
        rows: [
          ["a", "2"],
          ["0", "0"],
        ],
        mode: "append",
      },
    );
    expect((await rowsOf(latest)).map(([title]) => title)).toEqual(["b", "a", "a", "0"]);
  });
});

describe("a schema that changes", () => {
  it("rewrites nothing when a field is renamed, added or removed", async () => {
    const renamed = schemaOf("kode:string:region* tahun:year:period* ipm:number:measure catatan:string", {
      ipm: ["nilai"],
    });
    const { versions, changes, latest } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1", { nilai: "estimated" }],
          ["73.71", "2023", "2"],
        ],
      },
      {
        schema: renamed,
        rows: [
          ["73.06", "2023", "1", null, { ipm: "estimated" }],
          ["73.71", "2023", "2", "baru", { catatan: "revised" }],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1", { nilai: "estimated" }],
          ["73.71", "2023", "2"],
        ],
      },
    );
    expect(changes.map(({ changed, unchanged }) => [changed, unchanged])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    const [first, second] = versions;
    if (!first || !second) throw new Error("two versions");
    expect(await rowsOf(first)).toEqual([
      ["73.06", "2023", "1"],
      ["73.71", "2023", "2"],
    ]);
    expect(await rowsOf(second)).toEqual([
      ["73.06", "2023", "1", null],
      ["73.71", "2023", "2", "baru"],
    ]);
    const page = await store.read((tx) => selectRows(tx, second, { filters: [], order: [], status: true }));
    expect(page.statuses).toEqual([{ ipm: "estimated" }, { catatan: "revised" }]);
    expect(latest.columns.map(({ name }) => name)).toEqual(["c1", "c2", "c5"]);
  });

  it("gives a retyped field a column of its own", async () => {
    const asText = schemaOf("kode:string:region* tahun:year:period* nilai:string");
    const { versions } = await given(
      store,
      { schema: ipm, rows: [["73.06", "2023", "1.5"]] },
      { schema: asText, rows: [["73.06", "2023", "satu"]] },
    );
    expect(await Promise.all(versions.map(rowsOf))).toEqual([[["73.06", "2023", "1.5"]], [["73.06", "2023", "satu"]]]);
  });

  it("takes another key, and enforces it", async () => {
    const byRegion = schemaOf("kode:string:region* tahun:year:period nilai:number:measure");
    const { versions, changes, latest } = await given(
      store,
      {
        schema: byRegion,
        rows: [
          ["73.06", "2023", "1"],
          ["73.71", "2023", "2"],
        ],
      },
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1"],
          ["73.06", "2024", "2"],
        ],
      },
    );
    expect(changes[1]).toEqual({ base: 1, added: 1, removed: 1, changed: 0, unchanged: 1 });
    expect(await Promise.all(versions.map(rowsOf))).toEqual([
      [
        ["73.06", "2023", "1"],
        ["73.71", "2023", "2"],
      ],
      [
        ["73.06", "2023", "1"],
        ["73.06", "2024", "2"],
      ],
    ]);
    const again = store.write((tx) =>
      tx.query(`insert into ${latest.table.quoted} (pos, born, c1, c2) values (9, 2, '73.06', 2024)`),
    );
    await expect(again).rejects.toMatchObject({ code: "23505" });
  });

  it("refuses to append under another key or type", async () => {
    const { latest } = await given(store, { schema: ipm, rows: [["73.06", "2023", "1"]] });
    for (const other of [
      "kode:string:region* tahun:year:period* nilai:string",
      "kode:string:region* tahun:year:period nilai:number",
    ]) {
      const stage = await givenStage(store, schemaOf(other), [["73.06", "2024", "1"]], false);
      await expect(store.write((tx) => compareStaged(tx, stage, latest, "append"))).rejects.toMatchObject({
        code: "upload.append-unfit",
      });
    }
  });
});

describe("two publications at once", () => {
  it("lets one win and tells the other, for a first version and for the next", async () => {
    const dataset = await givenDataset(store);
    const race = async (base: TableRef | undefined) => {
      const stages = await Promise.all(
        ["1", "2"].map((value) =>
          givenStage(store, ipm, [["73.06", "2023", `${value}${base?.version ?? 0}`]], base === undefined),
        ),
      );
      const changes = await Promise.all(
        stages.map((stage) => store.write((tx) => compareStaged(tx, stage, base, "replace"))),
      );
      const results = await Promise.allSettled(
        stages.map((stage, index) => publish(store, dataset, stage, base, changes[index] ?? never())),
      );
      const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
      const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.table] : []));
      expect(lost).toEqual(["dataset.moved-on"]);
      const loser = stages[results.findIndex(({ status }) => status === "rejected")];
      return { won: won[0] ?? never(), loser: loser ?? never() };
    };
    const { won: first, loser } = await race(undefined);
    const { won: second } = await race(first);
    expect(second.version).toBe(2);
    // The loser of the first race compares again and can still become a version.
    const changes = await store.write((tx) => compareStaged(tx, loser, second, "replace"));
    expect(changes).toEqual({ base: 2, added: 0, removed: 0, changed: 1, unchanged: 0, cells: { nilai: 1 } });
    const third = await publish(store, dataset, loser, second, changes);
    expect(third.table.version).toBe(3);
  });

  it("refuses a comparison with an older version", async () => {
    const { dataset, latest, versions } = await given(
      store,
      { schema: ipm, rows: [["73.06", "2023", "1"]] },
      { schema: ipm, rows: [["73.06", "2023", "2"]] },
    );
    const stage = await givenStage(store, ipm, [["73.06", "2023", "3"]], false);
    const changes = await store.write((tx) => compareStaged(tx, stage, versions[0], "replace"));
    await expect(publish(store, dataset, stage, versions[0], changes)).rejects.toMatchObject({
      code: "dataset.moved-on",
      status: 409,
    });
    await expect(publish(store, dataset, stage, latest, { ...changes, base: latest.version })).rejects.toMatchObject({
      code: "dataset.moved-on",
    });
  });
});

describe("a stage", () => {
  it("is gone when the check fails, and the next one works", async () => {
    const stage = stageOf(newUpload(), ipm);
    const failing = stageRows(store, stage, false, async (write) => {
      await write(linesOf([["73.06", "2023", "1"]], ipm));
      throw new Error("the check broke");
    });
    await expect(failing).rejects.toThrow("the check broke");
    expect(await store.read((tx) => hasStage(tx, stage))).toBe(false);
    const { rows, result } = await stageRows(store, stage, false, async (write) => {
      await write(linesOf([["73.06", "2023", "1"]], ipm));
      return "done";
    });
    expect([rows, result]).toEqual([1, "done"]);
  });

  it("tells whoever writes that PostgreSQL refused a line", async () => {
    const stage = stageOf(newUpload(), ipm);
    const refused = stageRows(store, stage, false, async (write) => {
      for (let turn = 0; turn < 10_000; turn += 1) await write(Buffer.from("2\t73.06\tnot a year\t1\t\\N\n"));
    });
    await expect(refused).rejects.toMatchObject({ code: "22P02" });
  });

  it("names the rows that share a key", async () => {
    const stage = await givenStage(
      store,
      ipm,
      [
        ["73.06", "2023", "1"],
        ["73.71", "2023", "1"],
        ["73.06", "2023", "2"],
      ],
      false,
    );
    expect(await store.read((tx) => findDuplicateKeys(tx, stage, 10))).toEqual([
      { key: ["73.06", "2023"], rows: [2, 4] },
    ]);
  });

  it("is swept unless it is wanted", async () => {
    const [kept, gone] = [await givenStage(store, ipm, [], false), await givenStage(store, ipm, [], true)];
    await store.write(async (tx) => {
      expect(await sweepStages(tx, [kept.upload])).toBeGreaterThanOrEqual(1);
      expect(await hasStage(tx, kept)).toBe(true);
      expect(await hasStage(tx, gone)).toBe(false);
      await dropStage(tx, kept.upload);
      expect(await hasStage(tx, kept)).toBe(false);
    });
  });

  it("finds the rows that differ also when somebody has rewritten the table by hand since", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ["73.06", String(2000 + index), "1"] as const);
    const { dataset, latest } = await given(store, { schema: ipm, rows });
    const changed = [...rows.slice(10).reverse(), ["73.06", "2000", "2"], ["73.71", "2024", "3"]] as const;
    const stage = await givenStage(store, ipm, changed, false);
    const changes = await store.write((tx) => compareStaged(tx, stage, latest, "replace"));
    await store.withClient(async (client) => {
      await client.query(`update data.d${dataset.id} set pos = pos + 100 where c2 < 2020`);
      await client.query(`vacuum full data.d${dataset.id}`);
    });
    const { table } = await publish(store, dataset, stage, latest, changes);
    const page = await store.read((tx) => selectRows(tx, table, { filters: [], order: [] }));
    expect(new Set(page.rows.map((row) => row.join()))).toEqual(new Set(changed.map((row) => row.join())));
    expect(page.rows).toHaveLength(changed.length);
  });

  it("brings an earlier version back", async () => {
    const renamed = schemaOf("kode:string:region* tahun:year:period* ipm:number:measure", { ipm: ["nilai"] });
    const { dataset, versions, latest } = await given(
      store,
      {
        schema: ipm,
        rows: [
          ["73.06", "2023", "1", { nilai: "estimated" }],
          ["73.71", "2023", "2"],
        ],
      },
      { schema: renamed, rows: [["73.71", "2023", "5"]] },
    );
    const stage = stageOf(newUpload(), ipm);
    expect(await store.write((tx) => stageVersion(tx, stage, versions[0] ?? never()))).toBe(2);
    const changes = await store.write((tx) => compareStaged(tx, stage, latest, "replace"));
    const { table } = await publish(store, dataset, stage, latest, changes);
    const page = await store.read((tx) => selectRows(tx, table, { filters: [], order: [], status: true }));
    expect(page.rows).toEqual([
      ["73.06", "2023", "1"],
      ["73.71", "2023", "2"],
    ]);
    expect(page.statuses).toEqual([{ nilai: "estimated" }, {}]);
    await tendTable(store, table);
  });
});

function never(): never {
  throw new Error("cannot be");
}
