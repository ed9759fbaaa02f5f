/** From where a copy stands to the current version: the difference, and the rows that came or were changed since. */
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import { actors, effects } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf } from "../setup/outlets.ts";
import { type Outlet, openOutlet } from "./given.ts";

let outlet: Outlet;
let dataset: Dataset;

const keyed = tableOf(
  [
    { name: "kode", type: "string" },
    { name: "nilai", type: "number" },
  ],
  ["kode"],
);

beforeAll(async () => {
  outlet = await openOutlet();
  dataset = await givenTable(
    outlet.store,
    "ikuti",
    keyed,
    [
      ["a", "1", {}],
      ["b", "2", {}],
      ["c", "3", {}],
    ],
    [
      ["a", "1", {}],
      ["b", "2.5", { nilai: "provisional" }],
      ["d", "4", {}],
    ],
    [
      ["a", "1", {}],
      ["b", "2.5", { nilai: "provisional" }],
      ["d", "5", {}],
      ["e", null, { nilai: "not-available" }],
    ],
  );
});
afterAll(() => outlet.close());

const get = (path: string) => request(outlet.app).get(path);
const codeOf = async (path: string): Promise<[number, string]> => {
  const { status, body } = await get(path);
  return [status, body.code];
};

describe("/download/{slug}.diff.{csv,json,ndjson}?_since=", () => {
  it("leads from a version to the current one, and says so", async () => {
    const { text, headers } = await get("/download/ikuti.diff.csv?_since=1");
    expect(text).toBe("_change,kode,nilai\nchanged,b,2.5\nremoved,c,3\nadded,d,5\nadded,e,\n");
    expect(headers).toMatchObject({
      "dataset-since": "1",
      "dataset-version": "3",
      "content-location": "/download/ikuti/v1..v3.diff.csv",
      "cache-control": "public, no-cache",
      "content-disposition": 'attachment; filename="ikuti-v1-v3.diff.csv"',
    });
    expect(headers.link).toContain(`<${BASE_URL}/download/ikuti/v1.csv>; rel="predecessor-version"`);
    expect(headers.link).toContain(`<${BASE_URL}/download/ikuti/v3.csv>; rel="successor-version"`);
    const pinned = await get(String(headers["content-location"]));
    expect([pinned.text, pinned.headers.etag]).toEqual([text, headers.etag]);
    const again = await get("/download/ikuti.diff.csv?_since=1").set("If-None-Match", String(headers.etag));
    expect(again.status).toBe(304);
  });

  it("gives each row before and after, with statuses where asked for", async () => {
    const { text } = await get("/download/ikuti.diff.ndjson?_since=2&_status=1");
    expect(text).toBe(
      '{"_change":"changed","before":{"kode":"d","nilai":4,"nilai_status":null},"after":{"kode":"d","nilai":5,"nilai_status":null}}\n' +
        '{"_change":"added","before":null,"after":{"kode":"e","nilai":null,"nilai_status":"not-available"}}\n',
    );
    const csv = await get("/download/ikuti.diff.csv?_since=2&_status=1");
    expect(csv.text).toBe("_change,kode,nilai,nilai_status\nchanged,d,5,\nadded,e,,not-available\n");
    expect(csv.headers["content-location"]).toBe("/download/ikuti/v2..v3.diff.csv?_status=1");
    expect(JSON.parse((await get("/download/ikuti.diff.json?_since=3")).text)).toEqual([]);
  });

  it("takes a time, and from before the first version everything is added", async () => {
    const { text: all, headers } = await get("/download/ikuti.diff.csv?_since=1999-12-31");
    expect(all).toBe("_change,kode,nilai\nadded,a,1\nadded,b,2.5\nadded,d,5\nadded,e,\n");
    expect([headers["dataset-since"], headers["content-location"]]).toEqual(["0", undefined]);
    const at = dataset.current?.publishedAt ?? new Date();
    const before = new Date(at.getTime() - 1).toISOString();
    expect((await get(`/download/ikuti.diff.csv?_since=${before}`)).headers["dataset-since"]).toBe("2");
    expect((await get(`/download/ikuti.diff.csv?_since=${at.toISOString()}`)).headers["dataset-since"]).toBe("3");
  });

  it("refuses what is no place to go on from, with a code", async () => {
    expect(await codeOf("/download/ikuti.diff.csv?_since=9")).toEqual([409, "version.since-ahead"]);
    expect(await codeOf("/download/ikuti.diff.csv?_since=2999-01-01")).toEqual([409, "version.since-ahead"]);
    expect(await codeOf("/download/ikuti.diff.csv?_since=0")).toEqual([400, "request.over-limit"]);
    expect(await codeOf("/download/ikuti.diff.csv?_since=kemarin")).toEqual([400, "request.bad-time"]);
    expect(await codeOf("/download/ikuti.diff.csv")).toEqual([400, "request.one-value"]);
    expect(await codeOf("/download/ikuti.diff.csv?_since=1&tahun=2024")).toEqual([400, "request.unknown-parameter"]);
    expect(await codeOf("/download/ikuti.diff.xlsx?_since=1")).toEqual([404, "download.unknown-ending"]);
    expect(await codeOf("/download/tidak-ada.diff.csv?_since=1")).toEqual([404, "dataset.unknown"]);
  });
});

describe("_updatedAfter", () => {
  it("gives the rows that came or were changed since, filtered and sorted as any", async () => {
    expect((await get("/download/ikuti.csv?_updatedAfter=1")).text).toBe("kode,nilai\nb,2.5\nd,5\ne,\n");
    expect((await get("/download/ikuti.csv?_updatedAfter=2&_sort=-kode")).text).toBe("kode,nilai\ne,\nd,5\n");
    expect((await get("/download/ikuti.json?_updatedAfter=2&nilai.gt=4")).body).toEqual([{ kode: "d", nilai: 5 }]);
    expect((await get("/download/ikuti/v2.csv?_updatedAfter=1")).text).toBe("kode,nilai\nb,2.5\nd,4\n");
    expect((await get("/download/ikuti.csv?_updatedAfter=3")).text).toBe("kode,nilai\n");
    expect((await get("/download/ikuti.csv?_updatedAfter=1999-12-31")).text.split("\n")).toHaveLength(6);
    expect(await codeOf("/download/ikuti/v2.csv?_updatedAfter=3")).toEqual([409, "version.since-ahead"]);
  });

  it("compares contents where rows have no key: one that only moved is not new", async () => {
    const plain = tableOf([{ name: "judul", type: "string" }]);
    await givenTable(
      outlet.store,
      "tanpa-kunci",
      plain,
      [
        ["a", {}],
        ["b", {}],
        ["b", {}],
      ],
      [
        ["baru", {}],
        ["a", {}],
        ["b", {}],
        ["b", {}],
        ["b", {}],
      ],
    );
    expect((await get("/download/tanpa-kunci.csv?_updatedAfter=1")).text).toBe("judul\nbaru\nb\n");
    expect((await get("/download/tanpa-kunci.diff.csv?_since=1")).text).toBe("_change,judul\nadded,baru\nadded,b\n");
  });
});

describe("a withdrawn version", () => {
  it("is no place to go on from, nor an end; one in between is passed over", async () => {
    const withdraw = (number: number) =>
      outlet.store.write((tx) =>
        withdrawVersion(tx, actors.reviewer, dataset, number as VersionNumber, "Keliru.", effects),
      );
    await withdraw(2);
    const refused = await get("/download/ikuti.diff.csv?_since=2");
    expect([refused.status, refused.body]).toEqual([
      410,
      expect.objectContaining({
        code: "version.since-withdrawn",
        current: 3,
        detail: expect.stringContaining("Keliru."),
      }),
    ]);
    expect(await codeOf("/download/ikuti.csv?_updatedAfter=2")).toEqual([410, "version.since-withdrawn"]);
    expect(await codeOf("/download/ikuti/v1..v2.diff.csv")).toEqual([410, "version.withdrawn"]);
    expect((await get("/download/ikuti.diff.csv?_since=1")).text).toContain("changed,b,2.5");
    await withdraw(3);
    expect(await codeOf("/download/ikuti.diff.csv?_since=1")).toEqual([410, "version.withdrawn"]);
    await publishRows(outlet.store, dataset, [["a", "7", {}]]);
    expect((await get("/download/ikuti.diff.csv?_since=1")).text).toBe(
      "_change,kode,nilai\nchanged,a,7\nremoved,b,2\nremoved,c,3\n",
    );
  });
});
