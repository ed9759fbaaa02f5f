/** What a reviewer sees of an upload before it is published: the biggest movements, and a measure by period before and after. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { UpdateMode } from "../../src/kernel/package.ts";
import { compareStaged } from "../../src/store/compare.ts";
import type { Store } from "../../src/store/data-source.ts";
import { diffStaged } from "../../src/store/diff.ts";
import type { StageRef } from "../../src/store/stage.ts";
import { figuresByPeriod, previewStaged } from "../../src/store/staged-sums.ts";
import { openTestStore } from "../setup/store.ts";
import { type GivenRow, given, givenStage, schemaOf } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const schema = schemaOf("kode:string:region* tahun:year:period* nilai:number:measure");
const published: readonly GivenRow[] = [
  ["73.01", "2023", "10"],
  ["73.02", "2023", "20.5"],
  ["73.01", "2024", "11"],
  ["73.02", "2024", null, { nilai: "not-available" }],
];
const sent: readonly GivenRow[] = [
  ["73.01", "2023", "10"],
  ["73.02", "2023", "25.5"],
  ["73.01", "2024", "1100"],
  ["73.01", "2025", "12"],
];
const figure = { period: "tahun" as FieldName, measure: "nilai" as FieldName };

async function staged(mode: UpdateMode, rows = sent, key = schema) {
  const { latest } = await given(store, { schema: key, rows: published });
  const stage = await givenStage(store, key, rows, false);
  await store.write((tx) => compareStaged(tx, stage, latest, mode));
  return { latest, stage };
}

const figures = async (stage: StageRef, latest: Parameters<typeof figuresByPeriod>[2], op: "sum" | "avg", limit = 10) =>
  (await store.read((tx) => figuresByPeriod(tx, stage, latest, { ...figure, op }, limit))).map(
    ({ period, before, after }) => [period, before, after],
  );

it("shows the rows that move most first, and each kind of difference by itself", async () => {
  const { latest, stage } = await staged("replace");
  const moved = await store.read((tx) => diffStaged(tx, stage, latest, 1, { change: "changed", movedMost: "nilai" }));
  expect(moved.map(({ before, after }) => [before?.nilai, after?.nilai])).toEqual([["11", "1100"]]);
  const removed = await store.read((tx) => diffStaged(tx, stage, latest, 9, { change: "removed" }));
  expect(removed.map(({ before }) => before?.kode)).toEqual(["73.02"]);
  const added = await store.read((tx) => diffStaged(tx, stage, latest, 9, { change: "added", movedMost: "nilai" }));
  expect(added.map(({ after }) => after?.tahun)).toEqual(["2025"]);
});

it("sums a measure by period before and after a replacement", async () => {
  const { latest, stage } = await staged("replace");
  expect(await figures(stage, latest, "sum")).toEqual([
    ["2023", "30.5", "35.5"],
    ["2024", "11", "1100"],
    ["2025", null, "12"],
  ]);
  expect(await figures(stage, latest, "avg", 2)).toEqual([
    ["2024", "11", "1100"],
    ["2025", null, "12"],
  ]);
});

it("keeps, after an append, what the file does not touch", async () => {
  const { latest, stage } = await staged("append", [["73.02", "2024", "7"]]);
  expect(await figures(stage, latest, "sum")).toEqual([
    ["2023", "30.5", "30.5"],
    ["2024", "11", "18"],
  ]);
});

it("does so without a key, where rows only come and go", async () => {
  const { latest, stage } = await staged("replace", sent, schemaOf("kode:string tahun:year nilai:number:measure"));
  expect(await figures(stage, latest, "sum")).toEqual([
    ["2023", "30.5", "35.5"],
    ["2024", "11", "1100"],
    ["2025", null, "12"],
  ]);
});

it("has nothing before a first version, and previews its rows in the order of the file", async () => {
  const stage = await givenStage(store, schema, sent, true);
  await store.write((tx) => compareStaged(tx, stage, undefined, "replace"));
  expect(await figures(stage, undefined, "sum", 1)).toEqual([["2025", null, "12"]]);
  expect(await store.read((tx) => previewStaged(tx, stage, 2))).toEqual([
    ["73.01", "2023", "10"],
    ["73.02", "2023", "25.5"],
  ]);
});
