import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isFault } from "../../src/kernel/fault.ts";
import { parseFilter } from "../../src/odata/filter.ts";
import { parseKey, writeKey } from "../../src/odata/key.ts";
import { modelOf } from "../../src/odata/model.ts";
import { plainNumber } from "../../src/odata/number.ts";
import { readSkipToken } from "../../src/odata/skip-token.ts";
import { fc } from "../setup/properties.ts";
import { type Odata, openOdata } from "./given.ts";

let odata: Odata;
beforeAll(async () => {
  odata = await openOdata(false);
});
afterAll(() => odata.close());

describe("GET /odata/", () => {
  it("names every dataset's service, and none that the reader may not see", async () => {
    const { body } = await odata.get("/odata/");
    expect(body).toEqual({
      "@odata.context": "https://data.example/odata/$metadata",
      value: [
        { name: "Datasets", kind: "EntitySet", url: "Datasets" },
        { name: "7-catatan", title: "Catatan", kind: "ServiceDocument", url: "7-catatan/" },
        { name: "kemiskinan-2024", title: "Penduduk miskin", kind: "ServiceDocument", url: "kemiskinan-2024/" },
      ],
    });
    const seen = (await odata.get("/odata", { authorization: "Bearer reviewer" })).body.value;
    expect(seen.map(({ name }: { name: string }) => name)).toContain("rahasia");
    expect((await odata.get("/odata/rahasia/rahasia")).status).toBe(404);
  });

  it("lists the datasets as an entity set too", async () => {
    const { body } = await odata.get("/odata/Datasets?$top=1&$count=true");
    expect(body).toMatchObject({
      "@odata.count": 2,
      value: [
        { slug: "7-catatan", title: "Catatan", version: 1, rows: 3, service: "https://data.example/odata/7-catatan/" },
      ],
    });
    const english = await odata.column("/odata/Datasets?_lang=en", "title");
    expect(english).toEqual(["Notes", "Penduduk miskin"]);
    expect((await odata.get("/odata/Datasets?$filter=rows gt 1")).status).toBe(400);
    expect((await odata.get("/odata/$metadata")).text).toContain('<EntitySet Name="Datasets"');
  });
});

describe("GET /odata/{slug}/", () => {
  it("is a service document with one entity set", async () => {
    for (const path of ["/odata/kemiskinan-2024", "/odata/kemiskinan-2024/"])
      expect((await odata.get(path)).body).toEqual({
        "@odata.context": "https://data.example/odata/kemiskinan-2024/$metadata",
        value: [{ name: "kemiskinan_2024", title: "Penduduk miskin", kind: "EntitySet", url: "kemiskinan_2024" }],
      });
  });

  it("describes itself in XML, or in JSON for whoever likes it better", async () => {
    const path = "/odata/kemiskinan-2024/$metadata";
    const xml = await odata.get(path);
    expect(xml.headers["content-type"]).toBe("application/xml;charset=utf-8");
    expect(xml.text).toContain('<Property Name="persen" Type="Edm.Decimal" Scale="variable">');
    expect(xml.text).toContain('<Key><PropertyRef Name="kode"/><PropertyRef Name="tahun"/></Key>');
    expect(xml.text).toContain('<Annotation Term="Core.LongDescription" String="Menurut survei"/>');
    const json = await odata.get(path, { accept: "application/json, application/xml;q=0.5" });
    expect(json.body.JendelaSulsel.Row).toMatchObject({
      $Kind: "EntityType",
      $Key: ["kode", "tahun"],
      tahun: { $Type: "Edm.Int32" },
      persen: { $Type: "Edm.Decimal", $Nullable: true, "@Measures.Unit": "persen" },
      tanggal: { $Type: "Edm.Date", $Nullable: true },
    });
    expect((await odata.get(`${path}?$format=json`)).body).toEqual(json.body);
    expect((await odata.get(path, { accept: "application/xml;q=0.5, text/turtle" })).status).toBe(200);
    expect((await odata.get(path, { accept: "text/turtle" })).status).toBe(406);
  });

  it("answers what Excel and Power BI ask with", async () => {
    const accept =
      "application/json;odata.metadata=minimal;q=1.0,application/json;odata.streaming=true;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7";
    const headers = { accept, "odata-maxversion": "4.0", maxdataserviceversion: "3.0" };
    expect((await odata.get("/odata/kemiskinan-2024", headers)).status).toBe(200);
    const rows = await odata.get("/odata/kemiskinan-2024/kemiskinan_2024?$select=kode%2Cjiwa&$top=1000", headers);
    expect(rows.body.value).toHaveLength(4);
  });

  it.each([
    ["get", "/odata/x/y/z/a/b", 404, "request.not-found"],
    ["get", "/odata/kemiskinan-2024/lain", 404, "request.not-found"],
    ["get", "/odata/kemiskinan-2024/kemiskinan_2024/$batch", 404, "request.not-found"],
    ["get", "/odata/tidak-ada", 404, "dataset.unknown"],
    ["get", "/odata/Tidak%20Ada", 404, "dataset.unknown"],
    ["post", "/odata/kemiskinan-2024/kemiskinan_2024", 405, "request.method-not-allowed"],
    ["delete", "/odata/kemiskinan-2024/kemiskinan_2024(kode='73.06',tahun=2024)", 405, "request.method-not-allowed"],
  ] as const)("answers %s %s with %i in OData's form", async (method, path, status, code) => {
    const answer = await request(odata.app)[method](path);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it("refuses a client that knows nothing newer than version 3", async () => {
    expect((await odata.get("/odata/kemiskinan-2024", { "odata-maxversion": "3.0" })).status).toBe(400);
  });
});

describe("whatever is sent", () => {
  const model = () => {
    const { current } = odata.poverty;
    if (current === undefined) throw new Error("no version");
    return modelOf(current);
  };
  const isRefused = (work: () => unknown): boolean => {
    try {
      work();
      return true;
    } catch (thrown) {
      return isFault(thrown) && (thrown.status === 400 || thrown.status === 501);
    }
  };
  const pieces = fc.constantFrom(
    "kode",
    "tahun",
    "resmi",
    "eq",
    "in",
    "not",
    "and",
    "or",
    "(",
    ")",
    ",",
    "'",
    "'a'",
    "1",
    "2024-01-31",
    "null",
    "contains(",
    "tolower(",
    " ",
    "\0",
    "/",
    "=",
    "é",
  );

  it("is a filter, or is refused; nothing else happens", () => {
    const ours = model();
    const hostile = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(hostile, (text) => isRefused(() => parseFilter(text, ours))),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(hostile, (text) => isRefused(() => parseKey(text, ours))),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(hostile, (text) => isRefused(() => readSkipToken(text, ""))),
      { numRuns: 500 },
    );
  });

  it("is read by PostgreSQL without an error of ours when it is a filter", async () => {
    const texts = fc.sample(
      fc.array(pieces, { maxLength: 7 }).map((parts) => parts.join(" ")),
      { numRuns: 120, seed: 7 },
    );
    for (const text of texts) {
      const { status } = await odata.get(
        `/odata/kemiskinan-2024/kemiskinan_2024?${new URLSearchParams({ $filter: text })}`,
      );
      expect([200, 400, 501]).toContain(status);
    }
  });

  it("reads the keys that it writes", () => {
    const ours = model();
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !text.includes("\0")),
        fc.nat(9999),
        (code, year) => {
          const written = decodeURIComponent(writeKey(ours.key, [code, String(year)]));
          expect(parseKey(written, ours)).toEqual([
            { field: "kode", op: "eq", values: [code] },
            { field: "tahun", op: "eq", values: [String(year)] },
          ]);
        },
      ),
    );
  });

  it.each([
    ["1.5e3", "1500"],
    ["-1.50", "-1.5"],
    ["0.00", "0"],
    ["-0", "0"],
    ["12e-3", "0.012"],
    ["007", "7"],
    ["1e5", "100000"],
    ["1e401", undefined],
    ["x", undefined],
  ])("reads the number %s as %s", (text, expected) => {
    expect(plainNumber(text)).toBe(expected);
  });
});
