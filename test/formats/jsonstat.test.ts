import JSONstat from "jsonstat-toolkit";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Outlet, openOutlet } from "../download/given.ts";
import { givenTable, publishRows, tableOf } from "../setup/outlets.ts";
import { givenStaff } from "./given.ts";

let outlet: Outlet;
beforeAll(async () => {
  outlet = await openOutlet();
  await givenStaff(outlet.store);
});
afterAll(() => outlet.close());

const get = (path: string) => request(outlet.app).get(path);
const cubeOf = async (path: string) => JSONstat((await get(path).expect(200)).body);

describe("GET /download/{slug}.jsonstat.json", () => {
  it("is read by a JSON-stat client: dimensions with roles, labels and units", async () => {
    const cube = await cubeOf("/download/pegawai.jsonstat.json");
    expect([cube.class, cube.label, cube.length]).toEqual(["dataset", "Pegawai", 4]);
    expect(cube.role).toMatchObject({ time: ["tahun"], geo: ["kode_wilayah"], metric: ["_ukuran"] });
    expect(cube.Dimension("kode_wilayah").Category("73.71").label).toBe("Kota Makassar");
    expect(cube.Dimension("kode_golongan").Category("b").label).toBe("Golongan B");
    expect(cube.Dimension("_ukuran").Category("rata_rata").unit).toEqual({ label: "tahun", decimals: 3 });
    expect(cube.Dimension("kode_wilayah").extension).toEqual({ bps: { "73.06": "7306", "73.71": "7371" } });
  });

  it("holds each value and its status in the cell of its categories", async () => {
    const cube = await cubeOf("/download/pegawai.jsonstat.json");
    const at = (kode_wilayah: string, tahun: string, kode_golongan: string, _ukuran: string) =>
      cube.Data({ kode_wilayah, tahun, kode_golongan, _ukuran });
    expect(at("73.06", "2023", "a", "rata_rata")).toEqual({ value: 1.5, status: null });
    expect(at("73.06", "2024", "a", "jumlah")).toEqual({ value: 11, status: "P" });
    expect(at("73.06", "2024", "a", "rata_rata")).toEqual({ value: null, status: "M" });
    expect(at("73.71", "2024", "b", "rata_rata")).toEqual({ value: 2.125, status: null });
    expect(at("73.71", "2023", "b", "rata_rata")).toEqual({ value: null, status: null });
  });

  it("writes numbers with their stored digits, sparse or dense", async () => {
    const sparse = (await get("/download/pegawai.jsonstat.json")).text;
    expect(sparse).toContain(
      '"value":{"0":10,"1":1.50,"4":11,"14":12345678901234567,"15":2.125},"status":{"4":"P","5":"M"}',
    );
    const dense = (
      await get("/download/pegawai.jsonstat.json?kode_golongan=a&_columns=kode_wilayah,tahun,kode_golongan,jumlah")
    ).text;
    expect(dense).toContain('"value":[10,11],"status":{"1":"P"}');
    const gap = (await get("/download/kemiskinan/v1.jsonstat.json")).text;
    expect(gap).toContain('"value":[7.10,7.00,null,null],"status":{"2":"M"}');
  });

  it("speaks English when asked, and is kept in Indonesian", async () => {
    expect(await cubeOf("/download/pegawai.jsonstat.json?_lang=en")).toMatchObject({ label: "Staff" });
    const kept = await get("/download/pegawai/v1.jsonstat.json");
    expect(kept.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "accept-ranges": "bytes",
    });
    expect((await get("/download/pegawai/v1.jsonstat.json").set("if-none-match", kept.headers.etag ?? "")).status).toBe(
      304,
    );
  });

  it("is made of what a filter leaves, even of nothing", async () => {
    const cube = await cubeOf("/download/pegawai.jsonstat.json?tahun=2023");
    expect(cube.Dimension("kode_wilayah").id).toEqual(["73.06"]);
    expect((await get("/download/pegawai.jsonstat.json?tahun=1999")).body).toMatchObject({
      size: [0, 0, 0, 2],
      value: [],
    });
  });

  it("refuses what makes no cube, and says why", async () => {
    const codeOf = async (path: string) => {
      const { status, body } = await get(path);
      return [status, body.code];
    };
    await givenTable(outlet.store, "daftar", { title: "Daftar", ...tableOf([{ name: "nama", type: "string" }]) }, [
      ["a", {}],
    ]);
    expect(await codeOf("/download/daftar.jsonstat.json")).toEqual([404, "download.no-cube"]);
    expect(await codeOf("/download/pegawai.jsonstat.json?_columns=tahun,jumlah")).toEqual([
      409,
      "download.shared-cell",
    ]);
    expect(await codeOf("/download/pegawai.jsonstat.json?_sort=tahun")).toEqual([400, "request.unknown-parameter"]);
    const kejadian = await givenTable(
      outlet.store,
      "kejadian",
      {
        title: "Kejadian",
        ...tableOf([
          { name: "kode", type: "string", role: "region" },
          { name: "korban", type: "integer", role: "measure", unit: "orang" },
        ]),
      },
      [
        ["73.06", "1", {}],
        ["73.06", "2", {}],
      ],
    );
    expect(await codeOf("/download/kejadian.jsonstat.json")).toEqual([409, "download.shared-cell"]);
    await publishRows(outlet.store, kejadian, [
      ["73.06", "3", {}],
      [null, "2", {}],
    ]);
    expect((await get("/download/kejadian.jsonstat.json")).body).toMatchObject({
      dimension: { kode: { category: { index: ["73.06", "_X"], label: { _X: "tidak disebut" } } } },
      value: [3, 2],
    });
  });
});
