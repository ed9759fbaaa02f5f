import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { areaCode, regionOfArea } from "../../src/formats/sdmx.ts";
import { type Outlet, openOutlet } from "../download/given.ts";
import { givenTable, tableOf } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";
import { givenStaff } from "./given.ts";

let outlet: Outlet;
beforeAll(async () => {
  outlet = await openOutlet();
  await givenStaff(outlet.store);
});
afterAll(() => outlet.close());

const textOf = async (path: string): Promise<string> =>
  String((await request(outlet.app).get(path).buffer(true).expect(200)).text);

describe("GET /download/{slug}.sdmx.csv", () => {
  it("gives one observation a line, with its status and unit", async () => {
    expect(await textOf("/download/pegawai.sdmx.csv")).toBe(
      [
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,KODE_GOLONGAN,MEASURE,OBS_VALUE,OBS_STATUS,UNIT_MEASURE",
        "dataflow,SULSEL:PEGAWAI(1.0.0),I,7306,2023,a,jumlah,10,A,orang",
        "dataflow,SULSEL:PEGAWAI(1.0.0),I,7306,2023,a,rata_rata,1.50,A,tahun",
        "dataflow,SULSEL:PEGAWAI(1.0.0),I,7306,2024,a,jumlah,11,P,orang",
        "dataflow,SULSEL:PEGAWAI(1.0.0),I,7306,2024,a,rata_rata,,M,tahun",
        "dataflow,SULSEL:PEGAWAI(1.0.0),I,7371,2024,b,jumlah,12345678901234567,A,orang",
        "dataflow,SULSEL:PEGAWAI(1.0.0),I,7371,2024,b,rata_rata,2.125,A,tahun",
        "",
      ].join("\n"),
    );
  });

  it("keeps to the filters, and to quotes where a value needs them", async () => {
    await givenTable(
      outlet.store,
      "harga",
      {
        title: "Harga",
        ...tableOf([
          { name: "komoditas", type: "string", role: "dimension" },
          { name: "time_period", type: "string", role: "dimension" },
          { name: "harga", type: "integer", role: "measure", unit: "rupiah" },
        ]),
      },
      [
        ['Beras, "medium"', null, "1", {}],
        ["Cabai", "x", null, {}],
      ],
    );
    const [head = "", first = ""] = (await textOf("/download/harga.sdmx.csv?harga=1")).split("\n");
    expect(head).toContain("KOMODITAS,TIME_PERIOD_,MEASURE");
    expect(first).toContain(',"Beras, ""medium""",_X,harga,1,A,rupiah');
    expect(await textOf("/download/harga.sdmx.csv?komoditas=Cabai")).toContain("Cabai,x,harga,,O,rupiah");
  });

  it("writes a region's code so that it can be read back", () => {
    const part = (digits: number) => fc.nat(10 ** digits - 1).map((number) => String(number).padStart(digits, "0"));
    fc.assert(
      fc.property(fc.tuple(part(2), part(2), part(2), part(4)), fc.integer({ min: 1, max: 4 }), (parts, length) => {
        const region = parts.slice(0, length).join(".");
        expect(regionOfArea(areaCode(region))).toBe(region);
      }),
    );
  });
});

/** A reader of PC-Axis by its manual: keywords with their texts, a text going on in the next line, and the cells. */
function readPx(file: string): {
  readonly keywords: ReadonlyMap<string, readonly string[]>;
  readonly cells: readonly string[];
} {
  const at = file.indexOf("DATA=\n");
  const keywords = new Map<string, readonly string[]>();
  for (const [, name = "", texts = ""] of file
    .slice(0, at)
    .matchAll(/([A-Z-]+(?:\("[^"]*"(?:\n"[^"]*")*\))?)=([^;"]*(?:"[^"]*"[^;"]*)*);\n/g))
    keywords.set(
      name,
      texts.includes('"')
        ? texts.split(/(?<="),\n?/).map((text) => text.replaceAll('"\n"', "").replace(/^[^"]*"|"$/g, ""))
        : [texts],
    );
  return {
    keywords,
    cells: file
      .slice(at + 6)
      .replace(/;\s*$/, "")
      .trim()
      .split(/\s+/),
  };
}

describe("GET /download/{slug}.px", () => {
  it("spells out every cell in the order of its variables", async () => {
    const { keywords, cells } = readPx(await textOf("/download/pegawai.px"));
    expect(Object.fromEntries(keywords)).toMatchObject({
      CHARSET: ["ANSI"],
      CODEPAGE: ["utf-8"],
      DECIMALS: ["3"],
      TITLE: ["Pegawai"],
      STUB: ["Wilayah", "tahun"],
      HEADING: ["kode_golongan", "Ukuran"],
      'VALUES("Wilayah")': ["Gowa", "Kota Makassar"],
      'CODES("Wilayah")': ["73.06", "73.71"],
      'VALUES("kode_golongan")': ["Golongan A", "Golongan B"],
      'TIMEVAL("tahun")': ["2023", "2024"],
      'UNITS("rata_rata")': ["tahun"],
      CONTVARIABLE: ["Ukuran"],
    });
    const none = '"."';
    expect(cells).toEqual(
      [
        [..."10 1.50".split(" "), none, none],
        ["11", '".."', none, none],
        [none, none, none, none],
        [none, none, "12345678901234567", "2.125"],
      ].flat(),
    );
  });

  it("keeps names apart, quotes out and lines short, whatever the texts are", async () => {
    const long = `Nama "yang" panjang; ${"sekali ".repeat(60)}`;
    await givenTable(
      outlet.store,
      "rumit",
      {
        title: long,
        ...tableOf(
          [
            { name: "kode_a", type: "string", role: "dimension", title: "Sama" },
            { name: "nama_a", type: "string" },
            { name: "b", type: "string", role: "dimension", title: "Sama" },
            { name: "n", type: "integer", role: "measure", unit: "unit" },
          ],
          ["kode_a", "b"],
        ),
      },
      [
        ["1", "Kota", "x", "1", {}],
        ["2", "Kota", "x", null, { n: "nil-or-zero" }],
        ["3", long, 'y;"', null, { n: "suppressed" }],
      ],
    );
    const file = await textOf("/download/rumit.px");
    expect(Math.max(...file.split("\n").map((line) => line.length))).toBeLessThan(256);
    const { keywords, cells } = readPx(file);
    expect(keywords.get('VALUES("Sama (kode_a)")')?.slice(0, 2)).toEqual(["Kota (1)", "Kota (2)"]);
    expect(keywords.get('VALUES("Sama (b)")')).toEqual(["x", "y;'"]);
    expect(keywords.get("TITLE")).toEqual([long.replaceAll('"', "'").trim()]);
    expect(cells).toEqual(["1", '"."', '"-"', '"."', '"."', '"..."']);
  });

  it("is refused where nearly all cells would be empty", async () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`a${index}`, `b${index}`, `c${index}`, "1", {}] as const);
    await givenTable(
      outlet.store,
      "jarang",
      {
        title: "Jarang",
        ...tableOf(
          [
            ...["a", "b", "c"].map((name) => ({ name, type: "string", role: "dimension" })),
            { name: "n", type: "integer", role: "measure", unit: "unit" },
          ],
          ["a", "b", "c"],
        ),
      },
      rows,
    );
    const { status, body } = await request(outlet.app).get("/download/jarang.px");
    expect([status, body.code]).toEqual([400, "download.cube-too-large"]);
    expect((await request(outlet.app).get("/download/jarang.jsonstat.json")).status).toBe(200);
  });
});
