/** Following a real server into a folder and into PostgreSQL: whatever happens there, both copies are its files, byte for byte. */
import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dataset, getDatasetById, updateDataset } from "../../src/catalogue/datasets.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { openPostgres, SchemaBusy } from "../../src/follow/postgres.ts";
import type { Remote } from "../../src/follow/remote.ts";
import { followRound, OtherSource } from "../../src/follow/run.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import type { DatasetSlug, VersionNumber } from "../../src/kernel/ids.ts";
import { actors, effects, givenPackage } from "../catalogue/given.ts";
import { givenTable, publishRows, tableOf } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";
import type { GivenRow } from "../store/given.ts";
import { type Followed, onCopy, openFollowed, SCHEMA } from "./given.ts";

let followed: Followed;

beforeAll(async () => {
  followed = await openFollowed();
});
afterAll(() => followed.close());

type FieldJson = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string };

const packageOf = (name: string, fields: readonly FieldJson[], key: readonly string[], more: object = {}) => ({
  name,
  title: name,
  description: "",
  agency: "disdukcapil",
  ...tableOf(fields, key),
  ...more,
});

const kode = { name: "kode", type: "string", role: "region" };
const tahun = { name: "tahun", type: "year", role: "period" };
const nilai = { name: "nilai", type: "number", role: "measure", unit: "persen" };
const catatan = { name: "catatan", type: "string" };

const withdraw = (dataset: Dataset, number: number) =>
  followed.store.write((tx) =>
    withdrawVersion(tx, actors.reviewer, dataset, number as VersionNumber, "Angka keliru", effects),
  );

describe("a dataset with a key", () => {
  const name = "berkunci";
  let dataset: Dataset;
  const publish = (rows: readonly GivenRow[], fields: readonly FieldJson[], key = ["kode", "tahun"]) =>
    publishRows(followed.store, dataset, rows, packageOf(name, fields, key));

  it("is copied whole at first", async () => {
    dataset = await givenTable(
      followed.store,
      name,
      packageOf(name, [kode, tahun, nilai, catatan], ["kode", "tahun"]),
      [
        ["73.71", "2023", null, "", { nilai: "not-available" }],
        ["73.06", "2024", "7.00", 'a, "b"\nc', {}],
        ["73.06", "2023", "7.10", null, {}],
      ],
    );
    expect(await followed.round()).toEqual(["berkunci copied 1"]);
    await followed.expectInStep(name);
    expect(await followed.round()).toEqual([]);
  });

  it("is followed by its difference when it is replaced", async () => {
    await publish(
      [
        ["73.06", "2023", "7.10", null, {}],
        ["73.06", "2024", "6.50", 'a, "b"\nc', {}],
        ["73.22", "2024", "12345678901234567890.50", "-", {}],
      ],
      [kode, tahun, nilai, catatan],
    );
    expect(await followed.round()).toEqual(["berkunci stepped 2"]);
    await followed.expectInStep(name);
  });

  it("is followed over two versions at once, with a field renamed, one added, one gone and all in another order", async () => {
    const persentase = { ...nilai, name: "persentase", previousNames: ["nilai"] };
    await publish(
      [
        ["73.06", "2023", "7.10", null, {}],
        ["73.22", "2024", "1.5", "-", {}],
      ],
      [kode, tahun, nilai, catatan],
    );
    await publish(
      [
        ["7.10", "73.06", "true", "2023", {}],
        ["1.50", "73.22", null, "2024", {}],
        ["9", "73.71", "false", "2025", {}],
      ],
      [persentase, kode, { name: "resmi", type: "boolean" }, tahun],
    );
    expect(await followed.round()).toEqual(["berkunci stepped 4"]);
    await followed.expectInStep(name);
  });

  it("is followed when a field keeps its name and changes its type", async () => {
    await publish([["73.06", "2023", "7", "x", {}]], [kode, tahun, nilai, catatan]);
    expect(await followed.round()).toEqual(["berkunci stepped 5"]);
    await publish(
      [["73.06", "2023", "7,0", null, {}]],
      [kode, tahun, { name: "nilai", type: "string" }, { name: "catatan", type: "integer" }],
    );
    expect(await followed.round()).toEqual(["berkunci stepped 6"]);
    await followed.expectInStep(name);
    // A row that goes has a value that the type of today could not hold.
    await publish([["73.09", "2023", "8", null, {}]], [kode, tahun, nilai, catatan]);
    expect(await followed.round()).toEqual(["berkunci stepped 7"]);
    await followed.expectInStep(name);
  });

  it("is copied whole when its key changes, and goes on from there", async () => {
    await publish(
      [
        ["73.06", "2023", "5", {}],
        ["73.07", "2024", "6", {}],
      ],
      [kode, tahun, nilai],
      ["kode"],
    );
    expect(await followed.round()).toEqual(["berkunci copied 8"]);
    await followed.expectInStep(name);
    await publish(
      [
        ["73.06", "2023", "5", {}],
        ["73.08", "2024", "6", {}],
      ],
      [kode, tahun, nilai],
      ["kode"],
    );
    expect(await followed.round()).toEqual(["berkunci stepped 9"]);
    await followed.expectInStep(name);
  });

  it("is copied whole when the version it stands at was withdrawn meanwhile", async () => {
    await publish([["73.06", "2023", "5", {}]], [kode, tahun, nilai], ["kode"]);
    await withdraw(dataset, 9);
    expect(await followed.round()).toEqual(["berkunci copied 10"]);
    await followed.expectInStep(name);
  });

  it("is copied whole when the copy was damaged", async () => {
    const path = join(followed.folder, name, "current.csv");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("73.06", "73.99"));
    await onCopy(followed.copyUrl, (client) => client.query(`update ${SCHEMA}.berkunci set kode = '73.99'`));
    await publish(
      [
        ["73.06", "2023", "5", {}],
        ["73.07", "2023", "5", {}],
      ],
      [kode, tahun, nilai],
      ["kode"],
    );
    expect(await followed.round()).toEqual(["berkunci copied 11"]);
    await followed.expectInStep(name);
  });

  it("goes when its current version is withdrawn, and comes back with the next", async () => {
    await withdraw(dataset, 11);
    expect(await followed.round()).toEqual(["berkunci withdrawn"]);
    expect(await readdir(join(followed.folder, name))).toEqual(["tombstone.json"]);
    expect(JSON.parse(await readFile(join(followed.folder, name, "tombstone.json"), "utf8"))).toMatchObject({
      kind: "withdrawn",
      reason: expect.stringContaining("Angka keliru"),
    });
    const emptied = await onCopy(followed.copyUrl, async (client) => ({
      rows: (await client.query(`select count(*)::int as count from ${SCHEMA}.berkunci`)).rows,
      record: (await client.query(`select status, reason from ${SCHEMA}._jendela_dataset where slug = '${name}'`)).rows,
    }));
    expect(emptied).toEqual({
      rows: [{ count: 0 }],
      record: [{ status: "withdrawn", reason: expect.stringContaining("keliru") }],
    });
    expect(await followed.round()).toEqual([]);
    await publish([["73.06", "2023", "6", {}]], [kode, tahun, nilai], ["kode"]);
    expect(await followed.round()).toEqual(["berkunci copied 12"]);
    await followed.expectInStep(name);
  });
});

describe("a dataset without a key", () => {
  it("is copied whole each time, in the order of its file", async () => {
    const pkg = packageOf("tanpa-kunci", [catatan, nilai], []);
    const dataset = await givenTable(followed.store, "tanpa-kunci", pkg, [
      ["b", "1", {}],
      ["a", "2", {}],
      ["b", "1", {}],
    ]);
    expect(await followed.round()).toEqual(["tanpa-kunci copied 1"]);
    await followed.expectInStep("tanpa-kunci");
    await publishRows(followed.store, dataset, [
      ["a", "2", {}],
      ["c", null, {}],
      ["b", "1", {}],
    ]);
    expect(await followed.round()).toEqual(["tanpa-kunci copied 2"]);
    await followed.expectInStep("tanpa-kunci");
    // The key comes later, and goes again.
    await publishRows(
      followed.store,
      dataset,
      [
        ["a", "2", {}],
        ["c", null, {}],
      ],
      packageOf("tanpa-kunci", [catatan, nilai], ["catatan"]),
    );
    await followed.round();
    await followed.expectInStep("tanpa-kunci");
    await publishRows(
      followed.store,
      dataset,
      [
        ["a", "2", {}],
        ["a", "2", {}],
      ],
      pkg,
    );
    await followed.round();
    await followed.expectInStep("tanpa-kunci");
  });
});

describe("a dataset that is closed", () => {
  it("goes from the copy, and comes back when it is opened", async () => {
    const pkg = packageOf("terbuka", [kode, nilai], ["kode"]);
    await givenTable(followed.store, "terbuka", pkg, [["73.06", "1", {}]]);
    await followed.round();
    const move = async (access: string) => {
      const moved = await givenPackage(followed.store, "terbuka", { ...pkg, access });
      await followed.store.write((tx) => updateDataset(tx, SYSTEM, moved, effects));
    };
    await move("closed");
    expect(await followed.round()).toEqual(["terbuka removed"]);
    expect(existsSync(join(followed.folder, "terbuka", "current.csv"))).toBe(false);
    await move("open");
    expect(await followed.round()).toEqual(["terbuka copied 1"]);
    await followed.expectInStep("terbuka");
  });
});

describe("a follower", () => {
  it("that wants some datasets keeps those only, and says when one is not there", async () => {
    await givenTable(followed.store, "pilihan", packageOf("pilihan", [kode, nilai], ["kode"]), [["73.06", "1", {}]]);
    expect(await followed.round(["berkunci", "tiada"])).toEqual(["tiada failed"]);
    expect(existsSync(join(followed.folder, "pilihan"))).toBe(false);
    expect(await followed.round()).toEqual(["pilihan copied 1"]);
  });

  it("refuses to follow another server into the same place", async () => {
    const other: Remote = { ...followed.remote, source: "https://lain.example" };
    const round = followRound(other, followed.targets.folder, { report: () => {}, signal: AbortSignal.timeout(5_000) });
    await expect(round).rejects.toBeInstanceOf(OtherSource);
    await expect(openPostgres(followed.copyUrl, SCHEMA)).rejects.toBeInstanceOf(SchemaBusy);
  });

  it("compares everything anew when the server was set back behind what it has seen", async () => {
    for (const target of Object.values(followed.targets)) {
      const state = await target.readState();
      if (state === undefined) throw new Error("no state");
      await target.writeState({ ...state, cursor: "999999" });
    }
    expect(await followed.round()).toEqual([]);
    expect((await followed.targets.folder.readState())?.cursor).not.toBe("999999");
  });

  it("keeps the old copy whole when the bytes that come are not the announced ones, and mends it in the next round", async () => {
    const slug = "pilihan" as DatasetSlug;
    const dataset = await followed.store.read(async (tx) => {
      const [row] = await tx.query<{ id: Dataset["id"] }>("select id from catalogue.dataset where slug = $1", [slug]);
      if (row === undefined) throw new Error("no dataset");
      return getDatasetById(tx, row.id);
    });
    await publishRows(followed.store, dataset, [["73.06", "2", {}]]);
    async function* wrong() {
      yield Buffer.from("kode,nilai\n73.06,3\n");
    }
    const liar: Remote = { ...followed.remote, csv: async () => wrong(), diff: async () => wrong() };
    for (const target of Object.values(followed.targets)) {
      const before = await target.find(slug);
      const seen: string[] = [];
      const { failed } = await followRound(liar, target, {
        report: ({ kind }) => void seen.push(kind),
        signal: new AbortController().signal,
      });
      expect([failed, seen, await target.find(slug)]).toEqual([1, ["failed"], before]);
      expect((await target.readState())?.pending).toEqual([slug]);
    }
    expect(await readFile(join(followed.folder, slug, "current.csv"), "utf8")).toBe("kode,nilai\n73.06,1\n");
    expect((await readdir(join(followed.folder, slug))).toSorted()).toEqual(["current.csv", "datapackage.json"]);
    expect(await followed.round()).toEqual(["pilihan stepped 2"]);
    await followed.expectInStep(slug);
  });

  it("that was killed between the two files of a dataset only writes the second one", async () => {
    const path = join(followed.folder, "pilihan");
    const before = await stat(join(path, "current.csv"));
    await writeFile(join(path, "datapackage.json"), '{"setengah":');
    await followed.targets.folder.writeState({
      ...((await followed.targets.folder.readState()) ?? { source: followed.remote.source }),
      pending: ["pilihan" as DatasetSlug],
    });
    expect((await followed.targets.folder.readState())?.pending).toEqual(["pilihan"]);
    const seen: string[] = [];
    await followRound(followed.remote, followed.targets.folder, {
      report: ({ kind }) => void seen.push(kind),
      signal: new AbortController().signal,
    });
    expect(seen).toEqual(["described"]);
    expect((await stat(join(path, "current.csv"))).ino).toBe(before.ino);
    await followed.expectInStep("pilihan");
  });
});

describe("any history", () => {
  const value = fc.constantFrom(null, "0", "1.50", "-2", "12345678901234567890.5");
  const text = fc.constantFrom(null, "", "a", 'b"', "c,d", "e\nf", "é", "𐀀", "￿");
  const pools: readonly FieldJson[] = [
    { name: "teks", type: "string" },
    { name: "angka", type: "number" },
    { name: "banyak", type: "integer" },
    { name: "benar", type: "boolean" },
    { name: "angka", type: "string" },
    { name: "nama", type: "string", previousNames: ["teks"] },
    { name: "nilai", type: "number", previousNames: ["angka"] },
  ];
  const cellOf = (type: string) =>
    type === "string"
      ? text
      : type === "boolean"
        ? fc.constantFrom(null, "true", "false")
        : type === "integer"
          ? fc.constantFrom(null, "1", "-7")
          : value;

  const version = fc
    .record({
      fields: fc.shuffledSubarray([...pools]),
      keyed: fc.constantFrom(true, true, true, false),
      skip: fc.boolean(),
      withdrawn: fc.constantFrom(false, false, false, true),
    })
    .chain(({ fields, ...more }) => {
      const names = fields.map(({ name }) => name);
      const chosen = fields
        .filter(({ name }, index) => names.indexOf(name) === index)
        .map(({ previousNames, ...field }): FieldJson => {
          const old =
            previousNames === undefined || names.includes(String(previousNames)) ? [] : [String(previousNames)];
          return { ...field, previousNames: old };
        });
      const row = fc.tuple(
        fc.constantFrom("A", "a", "b", "𐀀", "￿", "z"),
        fc.integer({ min: -2, max: 11 }).map(String),
        ...chosen.map(({ type }) => cellOf(type)),
      );
      return fc
        .uniqueArray(row, { minLength: 1, maxLength: 8, selector: ([one, two]) => `${one} ${two}` })
        .map((rows) => ({ ...more, fields: chosen, rows }));
    });

  let count = 0;

  it("ends in step, however many versions a round is late", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 5 }), async (versions) => {
        count += 1;
        const name = `riwayat-${count}`;
        const keys = [
          { name: "k", type: "string" },
          { name: "n", type: "integer" },
        ];
        const packages = versions.map(({ fields, keyed }) =>
          packageOf(name, [...keys, ...fields], keyed ? ["k", "n"] : []),
        );
        let dataset: Dataset | undefined;
        for (const [index, { rows, skip, withdrawn }] of versions.entries()) {
          const given = rows.map((row): GivenRow => [...row, {}]);
          dataset ??= await givenTable(followed.store, name, packages[0] ?? {});
          const { number } = await publishRows(followed.store, dataset, given, packages[index]);
          const last = index === versions.length - 1;
          if (!last && withdrawn) await withdraw(dataset, number);
          if (skip && !last) continue;
          await followed.round();
          if (last || !withdrawn) await followed.expectInStep(name);
        }
      }),
      { numRuns: 12 },
    );
  });
});
