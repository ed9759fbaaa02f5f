/** SDMX REST 2: data and structures of a dataset with roles, as its own clients ask for them. */
import { Ajv } from "ajv";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { sdmxRoutes } from "../../src/sdmx/routes.ts";
import type { Store } from "../../src/store/data-source.ts";
import { seededStore } from "../catalogue/given.ts";
import { givenStaff } from "../formats/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";
import { dataMessage } from "./data-message.ts";

let store: Store;
let app: ReturnType<typeof testApp>["app"];
let staff: Dataset;

beforeAll(async () => {
  store = await seededStore();
  app = testApp([sdmxRoutes({ store, baseUrl: BASE_URL })]).app;
  staff = await givenStaff(store);
  await publishRows(store, staff, [
    ["73.06", "2023", "a", "Golongan A", "10", "1.50", {}],
    ["73.06", "2024", "a", "Golongan A", "12", null, { rata_rata: "not-available" }],
    ["73.71", "2024", "b", "Golongan B", "12345678901234567", "2.125", {}],
  ]);
  await givenTable(
    store,
    "harga",
    {
      title: "Harga",
      ...tableOf(
        [
          { name: "periode", type: "string", role: "period" },
          { name: "komoditas", type: "string", role: "dimension" },
          { name: "harga", type: "integer", role: "measure", unit: "rupiah" },
        ],
        ["periode", "komoditas"],
      ),
    },
    [
      ["2023-12", "Beras medium", "1", {}],
      ["2024-01", "Beras medium", "2", {}],
      ["2024-02", "Cabai", "3", {}],
    ],
  );
});
afterAll(() => store.close());

const get = (path: string, accept = "*/*") => request(app).get(`/sdmx${path}`).set("accept", accept).buffer(true);
const json = async (path: string) => JSON.parse((await get(path).expect(200)).text);
const CSV = "application/vnd.sdmx.data+csv;version=2.0.0";
/** From the dimensions on. */
const lines = async (path: string) =>
  (await get(path, CSV).expect(200)).text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(3).join(","));
const errorOf = async (path: string, accept?: string) => {
  const { status, text } = await get(path, accept);
  return [status, JSON.parse(text).errors[0].code];
};

const STAFF = "/data/dataflow/SULSEL/PEGAWAI/~";

describe("the data of a dataflow", () => {
  it("is a message of SDMX-JSON 2.0 by series of time, with the stored digits", async () => {
    const { headers, text } = await get(`${STAFF}/*`);
    expect(headers["content-type"]).toBe("application/vnd.sdmx.data+json; version=2.0.0");
    const message = JSON.parse(text);
    const validate = new Ajv({ allErrors: true, strict: false }).compile(dataMessage);
    expect([validate(message), validate.errors]).toEqual([true, null]);
    const [structure] = message.data.structures;
    expect(structure.dimensions.series.map(({ id }: { id: string }) => id)).toEqual([
      "REF_AREA",
      "KODE_GOLONGAN",
      "MEASURE",
    ]);
    expect(structure.dimensions.observation[0].values).toEqual([
      { id: "2023", name: "2023" },
      { id: "2024", name: "2024" },
    ]);
    expect(text).toContain(
      '"series":{"0:0:0":{"observations":{"0":[10,0],"1":[12,0]}},"0:0:1":{"observations":{"0":[1.50,0],"1":[null,',
    );
    expect(text).toContain('"1:1:0":{"observations":{"1":[12345678901234567,0]}}');
  });

  it("is flat where all dimensions are asked for, and without what is not wanted", async () => {
    const { text } = await get(`${STAFF}/*?dimensionAtObservation=AllDimensions&attributes=none`);
    expect(text).toContain('"observations":{"0:0:0:0":[10],"0:0:0:1":[1.50],"0:1:0:0":[12]');
    const message = JSON.parse(text);
    expect(message.data.structures[0].attributes).toEqual({
      dataSet: [],
      dimensionGroup: [],
      series: [],
      observation: [],
    });
  });

  it("is SDMX-CSV 2.0 by Accept or by format", async () => {
    const { headers, text } = await get(`${STAFF}/*?format=csv`);
    expect(headers["content-type"]).toBe("application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8");
    expect(text.split("\n")[1]).toBe("dataflow,SULSEL:PEGAWAI(2.0.0),I,7306,2023,a,jumlah,10,A,orang");
    expect((await get(`${STAFF}/*`, `${CSV};labels=id;keys=none`)).text).toBe(text);
    expect(await errorOf(`${STAFF}/*`, "application/vnd.sdmx.genericdata+xml;version=2.1")).toEqual([406, 406]);
  });

  it("is chosen by a key, whose dimensions stand in the order of the structure", async () => {
    expect(await lines(`${STAFF}/7306..jumlah`)).toEqual([
      "7306,2023,a,jumlah,10,A,orang",
      "7306,2024,a,jumlah,12,A,orang",
    ]);
    expect(await lines(`${STAFF}/7371+7306.b.jumlah`)).toEqual(["7371,2024,b,jumlah,12345678901234567,A,orang"]);
    expect(await lines(`${STAFF}/7306.a.jumlah,7371.b.jumlah?c[TIME_PERIOD]=2024`)).toHaveLength(2);
    expect(await errorOf(`${STAFF}/7306.a`)).toEqual([400, 140]);
  });

  it("is chosen by components: comparisons, alternatives, both at once", async () => {
    expect(await lines(`${STAFF}/*?c[TIME_PERIOD]=ge:2024&c[MEASURE]=rata_rata`)).toEqual([
      "7306,2024,a,rata_rata,,M,tahun",
      "7371,2024,b,rata_rata,2.125,A,tahun",
    ]);
    expect(await lines(`${STAFF}/*?c[REF_AREA]=73.71,7306&c[TIME_PERIOD]=gt:2022+lt:2024&c[MEASURE]=jumlah`)).toEqual([
      "7306,2023,a,jumlah,10,A,orang",
    ]);
    expect(await errorOf(`${STAFF}/*?c[TIDAK_ADA]=1`)).toEqual([400, 140]);
    expect(await errorOf(`${STAFF}/*?c[KODE_GOLONGAN]=co:a`)).toEqual([501, 501]);
  });

  it("takes a year for all that lies within it", async () => {
    const flow = "/data/dataflow/SULSEL/HARGA/~/*";
    expect(await lines(`${flow}?c[TIME_PERIOD]=le:2023`)).toEqual(["2023-12,Beras medium,harga,1,A,rupiah"]);
    expect(await lines(`${flow}?c[TIME_PERIOD]=gt:2023`)).toHaveLength(2);
    expect(await lines(`${flow}?c[TIME_PERIOD]=ge:2024+le:2024-01`)).toEqual(["2024-01,Beras medium,harga,2,A,rupiah"]);
  });

  it("is of another version, of all of them, or what came after one", async () => {
    const old = "/data/dataflow/SULSEL/PEGAWAI/1.0.0/7306..jumlah";
    expect(await lines(old)).toContain("7306,2024,a,jumlah,11,P,orang");
    const history = await json(`${STAFF}/7306..jumlah?includeHistory=true`);
    expect(history.data.dataSets.map(({ structure }: { structure: number }) => structure)).toEqual([0, 1]);
    const both = await get(`${STAFF}/7306..jumlah?includeHistory=true`, CSV);
    expect(both.text.match(/PEGAWAI\(\d/g)).toEqual(["PEGAWAI(1", "PEGAWAI(1", "PEGAWAI(2", "PEGAWAI(2"]);
    expect(await lines(`${STAFF}/*?updatedAfter=2000-01-01`)).toHaveLength(6);
    expect(await errorOf(`${STAFF}/*?asOf=2000-01-01`)).toEqual([404, 100]);
    expect(await errorOf(`${STAFF}/*?asOf=2001-01-01&updatedAfter=2002-01-01`)).toEqual([400, 140]);
  });

  it("answers 304 to its own tag", async () => {
    const { headers } = await get(`${STAFF}/*`);
    expect((await get(`${STAFF}/*`).set("if-none-match", headers.etag ?? "")).status).toBe(304);
  });

  it("is SDMX's own error where there is none", async () => {
    expect(await errorOf(`${STAFF}/7303..`)).toEqual([404, 100]);
    expect(await errorOf("/data/dataflow/SULSEL/TIDAK_ADA/~/*")).toEqual([404, 100]);
    expect(await errorOf("/data/dataflow/LAIN/PEGAWAI/~/*")).toEqual([404, 100]);
    expect(await errorOf("/data/dataflow/SULSEL/PEGAWAI/9.0.0/*")).toEqual([404, 100]);
    expect(await errorOf(`${STAFF}/*?firstNObservations=1`)).toEqual([501, 501]);
    expect(await errorOf(`${STAFF}/*?apa=1`)).toEqual([400, 140]);
  });

  it("never breaks on what a stranger writes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), async (key, value) => {
        const { status } = await get(
          `${STAFF}/${encodeURIComponent(key) || "*"}?c[TIME_PERIOD]=${encodeURIComponent(value)}&c[REF_AREA]=${encodeURIComponent(key)}`,
        );
        expect([200, 400, 404, 501]).toContain(status);
      }),
      { numRuns: 40 },
    );
  });
});

describe("what is available of a dataflow", () => {
  const HERE = "/availability/dataflow/SULSEL/PEGAWAI/~";
  /** "REF_AREA 7306,7371" */
  const valuesIn = async (path: string) => {
    const [{ cubeRegions }] = (await json(path)).data.dataConstraints;
    return cubeRegions[0].keyValues.map(
      ({ id, values }: { id: string; values: { value: string }[] }) => `${id} ${values.map(({ value }) => value)}`,
    );
  };

  it("is the values of each dimension, with the number of observations", async () => {
    expect(await valuesIn("/availability/dataflow/SULSEL/PEGAWAI")).toEqual([
      "REF_AREA 7306,7371",
      "TIME_PERIOD 2023,2024",
      "KODE_GOLONGAN a,b",
      "MEASURE jumlah,rata_rata",
    ]);
    const [constraint] = (await json(HERE)).data.dataConstraints;
    expect(constraint).toMatchObject({
      id: "CONS_PEGAWAI",
      version: "2.0.0",
      role: "Actual",
      constraintAttachment: { dataflows: ["urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=SULSEL:PEGAWAI(2.0.0)"] },
      annotations: [{ id: "obs_count", title: "6" }],
    });
  });

  it("is that of a query, and of one dimension alone", async () => {
    expect(await valuesIn(`${HERE}/7371..jumlah`)).toEqual([
      "REF_AREA 7371",
      "TIME_PERIOD 2024",
      "KODE_GOLONGAN b",
      "MEASURE jumlah",
    ]);
    expect(await valuesIn(`${HERE}/*/TIME_PERIOD?c[REF_AREA]=7306`)).toEqual(["TIME_PERIOD 2023,2024"]);
    expect(await valuesIn(`/availability/dataflow/SULSEL/PEGAWAI/1.0.0/*/KODE_GOLONGAN`)).toEqual([
      "KODE_GOLONGAN a,b",
    ]);
  });

  it("is what could be added to a query, where that is asked", async () => {
    const query = `${HERE}/7306..jumlah?mode=available&c[TIME_PERIOD]=2024`;
    expect(await valuesIn(query)).toEqual([
      "REF_AREA 7306,7371",
      "TIME_PERIOD 2023,2024",
      "KODE_GOLONGAN a",
      "MEASURE jumlah,rata_rata",
    ]);
  });

  it("brings along the structures with the codes that are there", async () => {
    const { data } = await json(`${HERE}/7371..?references=codelist,datastructure`);
    expect(Object.keys(data)).toEqual(["dataConstraints", "codelists", "dataStructures"]);
    const [areas] = data.codelists;
    expect([areas.isPartial, areas.codes.map(({ id }: { id: string }) => id)]).toEqual([true, ["7371"]]);
    expect(Object.keys((await json(`${HERE}?references=all`)).data)).toEqual([
      "dataConstraints",
      "dataflows",
      "dataStructures",
      "conceptSchemes",
      "codelists",
    ]);
  });

  it("is SDMX's own error where there is none, and 304 to its own tag", async () => {
    expect(await errorOf(`${HERE}/7303..`)).toEqual([404, 100]);
    expect(await errorOf(`${HERE}/*/TIDAK_ADA`)).toEqual([400, 140]);
    expect(await errorOf(`${HERE}?mode=apa`)).toEqual([400, 140]);
    expect(await errorOf(`${HERE}?references=apa`)).toEqual([400, 140]);
    expect(await errorOf(`${HERE}?updatedAfter=2024-01-01`)).toEqual([501, 501]);
    expect(await errorOf("/availability/dataflow/SULSEL/PEGAWAI/*")).toEqual([501, 501]);
    expect(await errorOf("/availability/provisionagreement/SULSEL/PEGAWAI")).toEqual([501, 501]);
    const { headers } = await get(HERE);
    expect((await get(HERE).set("if-none-match", headers.etag ?? "")).status).toBe(304);
  });
});

describe("the structure of a dataflow", () => {
  it("is listed among all, and comes with all it refers to", async () => {
    const all = await json("/structure/dataflow");
    expect(all.data.dataflows.map(({ id, version }: { id: string; version: string }) => `${id} ${version}`)).toEqual([
      "HARGA 1.0.0",
      "PEGAWAI 2.0.0",
    ]);
    const { data } = await json("/structure/dataflow/SULSEL/PEGAWAI/~?references=all");
    const [dsd] = data.dataStructures;
    expect(dsd.dataStructureComponents.dimensionList).toMatchObject({
      dimensions: [{ id: "REF_AREA", position: 0 }, { id: "KODE_GOLONGAN" }, { id: "MEASURE" }],
      timeDimension: { id: "TIME_PERIOD" },
    });
    const urns = JSON.stringify(data).match(/urn:sdmx:[^"]+/g) ?? [];
    const there = [
      ...data.dataStructures.map(({ id }: { id: string }) => id),
      ...data.codelists.map(({ id }: { id: string }) => id),
      ...data.conceptSchemes.map(({ id }: { id: string }) => id),
    ];
    expect(urns.filter((urn) => !there.some((id) => urn.includes(`SULSEL:${id}(`)))).toEqual([]);
    const [concepts] = data.conceptSchemes;
    expect(concepts.concepts.map(({ id }: { id: string }) => id)).toEqual([
      "REF_AREA",
      "TIME_PERIOD",
      "KODE_GOLONGAN",
      "MEASURE",
      "OBS_VALUE",
      "OBS_STATUS",
      "UNIT_MEASURE",
    ]);
  });

  it("has code lists with both systems of regions' codes", async () => {
    const { data } = await json("/structure/codelist/SULSEL/CL_PEGAWAI-REF_AREA/2.0.0");
    expect(data.codelists).toHaveLength(1);
    expect(data.codelists[0].codes[0]).toEqual({
      id: "7306",
      name: "Gowa",
      annotations: [
        { type: "KEMENDAGRI", value: "73.06" },
        { type: "BPS", value: "7306" },
      ],
    });
    const status = await json("/structure/codelist/SULSEL/CL_OBS_STATUS/1.0.0");
    const codes: string[] = status.data.codelists[0].codes.map(({ id }: { id: string }) => id);
    expect(codes).toEqual(expect.arrayContaining(["A", "P", "E", "M"]));
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("leaves a dimension uncoded whose values can be no codes", async () => {
    const { data } = await json("/structure/datastructure/SULSEL/DSD_HARGA/~");
    expect(data.dataStructures[0].dataStructureComponents.dimensionList.dimensions[0]).toMatchObject({
      id: "KOMODITAS",
      localRepresentation: { format: { dataType: "String" } },
    });
  });

  it("names the agency, and is not found elsewhere", async () => {
    expect((await json("/structure/agencyscheme")).data.agencySchemes[0].agencies[0].id).toBe("SULSEL");
    expect(await errorOf("/structure/dataflow/SULSEL/TIDAK_ADA")).toEqual([404, 100]);
    expect(await errorOf("/structure/hierarchy")).toEqual([404, 100]);
    expect(await errorOf("/structure/dataflow/SULSEL/PEGAWAI/~?references=apa")).toEqual([400, 140]);
  });
});
