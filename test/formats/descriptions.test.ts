/** Data Package, CSVW and Croissant of a version: by the rules of each standard, and against the very bytes that they describe. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import jsonld from "jsonld";
import { Store as N3Store, type Quad } from "n3";
import CsvwParser from "rdf-parser-csvw";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Outlet, openOutlet } from "../download/given.ts";
import { BASE_URL, givenTable, readText, tableOf } from "../setup/outlets.ts";

type Json = Record<string, unknown>;

const SLUG = "lengkap";
let outlet: Outlet;

beforeAll(async () => {
  outlet = await openOutlet();
  const table = tableOf(
    [
      { name: "kode", type: "string", role: "region", title: { id: "Wilayah", en: "Region" } },
      { name: "instansi", type: "string" },
      { name: "tahun", type: "year", role: "period" },
      { name: "bulan", type: "yearmonth" },
      { name: "hari", type: "date" },
      { name: "saat", type: "datetime" },
      { name: "jam", type: "time" },
      { name: "banyak", type: "integer", constraints: { minimum: 0 } },
      { name: "nilai", type: "number", role: "measure", unit: "persen", constraints: { maximum: "100.50" } },
      { name: "resmi", type: "boolean" },
      { name: "catatan", type: "string", constraints: { maxLength: 40 } },
    ],
    ["kode", "tahun"],
  );
  const [resource] = table.resources;
  const foreignKeys = [{ fields: ["instansi"], reference: { resource: "instansi", fields: ["slug"] } }];
  const resources = [{ schema: { ...resource?.schema, foreignKeys } }];
  const rows = [
    [
      "73.06",
      "dinkes",
      "2024",
      "2024-05",
      "2024-05-17",
      "2024-05-17T09:30:00",
      "09:30:00",
      "0",
      "7.10",
      "true",
      'a, "b"\nc',
    ],
    ["73.71", null, "2024", null, null, null, null, null, null, null, null],
  ];
  const licenses = [{ name: "CC-BY-4.0", path: "https://creativecommons.org/licenses/by/4.0/" }];
  await givenTable(outlet.store, SLUG, { title: { id: 'Judul </x> "y"', en: "Title" }, licenses, resources }, rows);
});
afterAll(() => outlet.close());

const read = (path: string): Promise<string> => readText(outlet.app, path);
const readJson = async (path: string): Promise<Json> => JSON.parse(await read(path)) as Json;
const bytesOf = async (path: string) => {
  const csv = await read(path);
  return { csv, bytes: Buffer.byteLength(csv), sha256: createHash("sha256").update(csv).digest("hex") };
};
const pathOf = (address: unknown): string => String(address).replace(BASE_URL, "");

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const problemsOf = (schema: object, json: unknown): unknown => {
  const validate = ajv.compile(schema);
  return validate(json) ? [] : validate.errors;
};

const name = { type: "string", pattern: "^[a-z0-9._/-]+$" };
const names = { type: "array", minItems: 1, items: { type: "string" } };
const FIELD_TYPES =
  "string number integer boolean object array list datetime date time year yearmonth duration geopoint geojson any";

/** What the profile of Data Package 2.0 and Table Schema 2.0 demand of the properties that are written here. */
const DATA_PACKAGE = {
  type: "object",
  required: ["resources"],
  properties: {
    $schema: { const: "https://datapackage.org/profiles/2.0/datapackage.json" },
    name,
    id: { type: "string" },
    title: { type: "string" },
    description: { type: "string" },
    homepage: { type: "string", format: "uri" },
    created: { type: "string", format: "date-time" },
    version: { type: "string" },
    keywords: { ...names },
    licenses: { type: "array", minItems: 1, items: { anyOf: [{ required: ["name"] }, { required: ["path"] }] } },
    contributors: {
      type: "array",
      minItems: 1,
      items: { properties: { title: { type: "string" }, roles: names } },
    },
    sources: { type: "array", items: { type: "object", minProperties: 1 } },
    resources: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["name", "path"],
        properties: {
          name,
          type: { const: "table" },
          bytes: { type: "integer" },
          hash: { type: "string", pattern: "^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$" },
          schema: {
            type: "object",
            required: ["fields"],
            properties: {
              primaryKey: names,
              // Each leads to a resource of the package, and there is one, which no dataset refers to.
              foreignKeys: false,
              missingValues: { type: "array", items: { type: "string" } },
              fields: {
                type: "array",
                minItems: 1,
                items: {
                  type: "object",
                  required: ["name"],
                  properties: {
                    name: { type: "string" },
                    title: { type: "string" },
                    description: { type: "string" },
                    type: { enum: FIELD_TYPES.split(" ") },
                    constraints: {
                      properties: {
                        required: { type: "boolean" },
                        unique: { type: "boolean" },
                        enum: { type: "array", minItems: 1, uniqueItems: true },
                        minLength: { type: "integer", minimum: 0 },
                        maxLength: { type: "integer", minimum: 0 },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

describe("the Data Package", () => {
  it.each([SLUG, "kemiskinan"])("of %s conforms to the profile, and has size and hash of the bytes", async (slug) => {
    const json = await readJson(`/dataset/${slug}/datapackage.json`);
    expect(problemsOf(DATA_PACKAGE, json)).toEqual([]);
    const [resource] = json.resources as Json[];
    const { bytes, sha256 } = await bytesOf(pathOf(resource?.path));
    expect(resource).toMatchObject({ bytes, hash: `sha256:${sha256}` });
  });

  it("tells what a foreign key leads to without leading out of the package", async () => {
    const [resource] = (await readJson(`/dataset/${SLUG}/datapackage.json`)).resources as Json[];
    expect(resource?.schema).toMatchObject({
      references: [{ fields: ["instansi"], reference: { resource: "instansi", fields: ["slug"] } }],
    });
  });

  it("would not conform with what the profile forbids", async () => {
    const json = await readJson(`/dataset/${SLUG}/datapackage.json`);
    for (const more of [{ keywords: [] }, { licenses: [{}] }, { resources: [] }, { created: "kemarin" }])
      expect(problemsOf(DATA_PACKAGE, { ...json, ...more })).not.toEqual([]);
  });
});

const LEXICAL: Readonly<Record<string, RegExp>> = {
  string: /^[\s\S]*$/,
  integer: /^-?\d+$/,
  decimal: /^-?\d+(?:\.\d+)?$/,
  gYear: /^\d{4}$/,
  gYearMonth: /^\d{4}-\d\d$/,
  date: /^\d{4}-\d\d-\d\d$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?$/,
  time: /^\d\d:\d\d:\d\d$/,
  boolean: /^(?:true|false)$/,
};

describe("CSVW", () => {
  it("describes header, types, missing values and key as the bytes have them", async () => {
    const json = await readJson(`/dataset/${SLUG}/v1/csv-metadata.json`);
    const { csv, bytes, sha256 } = await bytesOf(pathOf(json.url));
    const schema = json.tableSchema as { columns: Json[]; primaryKey: string[] };
    const [header = "", ...rest] = csv.replace('"a, ""b""\nc"', "x").trim().split("\n");
    expect(schema.columns.map(({ titles }) => titles)).toEqual(header.split(","));
    expect(schema.primaryKey).toEqual(["kode", "tahun"]);
    expect(rest).toHaveLength(2);
    for (const line of rest)
      line.split(",").forEach((cell, index) => {
        const { datatype, null: absent, required, name } = schema.columns[index] ?? {};
        const base = typeof datatype === "string" ? datatype : (datatype as Json).base;
        if (cell === absent) expect([name, required]).toEqual([name, false]);
        else expect([name, LEXICAL[String(base)]?.test(cell)]).toEqual([name, true]);
      });
    expect(json["dcat:byteSize"]).toMatchObject({ "@value": bytes });
    expect(JSON.stringify(json["spdx:checksum"])).toContain(sha256);
    const byName = new Map(schema.columns.map((column) => [column.name, column]));
    expect(byName.get("kode")).toMatchObject({ valueUrl: `${BASE_URL}/wilayah/{kode}`, "rdfs:label": "Wilayah" });
    expect(byName.get("instansi")).toMatchObject({ valueUrl: `${BASE_URL}/instansi/{instansi}` });
    expect(byName.get("nilai")).toMatchObject({ datatype: { base: "decimal", maximum: "100.50" } });
  });

  it("is found by the link of the csv and beside it, and names the address that it was found from", async () => {
    for (const path of [`/download/${SLUG}.csv`, `/download/${SLUG}/v1.csv`]) {
      const { headers } = await request(outlet.app).get(path).expect(200);
      const linked = /<([^>]*)>; rel="describedby"; type="application\/csvm\+json"/.exec(headers.link ?? "")?.[1];
      expect(headers["content-type"]).toContain("header=present");
      const text = await read(pathOf(linked));
      expect(JSON.parse(text).url).toBe(BASE_URL + path);
      expect(await read(`${path}-metadata.json`)).toBe(text);
    }
    const part = await request(outlet.app).get(`/download/${SLUG}.csv?tahun=2024`).expect(200);
    expect(part.headers.link).not.toContain("csvm");
    expect((await request(outlet.app).get(`/download/${SLUG}.json`)).headers.link).not.toContain("csvm");
  });
});

/** Of the context at http://www.w3.org/ns/csvw, what such a description uses: it stands in for that address, which no test fetches. */
const CSVW_CONTEXT = {
  "@vocab": "http://www.w3.org/ns/csvw#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  dc: "http://purl.org/dc/terms/",
  dcat: "http://www.w3.org/ns/dcat#",
  schema: "http://schema.org/",
  spdx: "http://spdx.org/rdf/terms#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  url: { "@id": "http://www.w3.org/ns/csvw#url", "@type": "@id" },
  columns: { "@id": "http://www.w3.org/ns/csvw#column", "@container": "@list" },
  titles: "http://www.w3.org/ns/csvw#title",
  datatype: { "@id": "http://www.w3.org/ns/csvw#datatype", "@type": "@vocab" },
  ...Object.fromEntries(
    ["string", "integer", "decimal", "boolean", "date", "dateTime", "time", "gYear", "gYearMonth"].map((type) => [
      type,
      `http://www.w3.org/2001/XMLSchema#${type}`,
    ]),
  ),
};

/** "integer". That reader wraps a type that is described by an object twice. */
const nameOf = ({ value }: { readonly value: string | { readonly value: string } }): string =>
  (typeof value === "string" ? value : value.value).replace(/^.*#/, "");

describe("a reader of CSVW that others wrote", () => {
  it("makes the stored values out of the bytes and their description", async () => {
    const { csv } = await bytesOf(`/download/${SLUG}.csv`);
    const described = await readJson(`/dataset/${SLUG}/csv-metadata.json`);
    const quads: unknown = await jsonld.toRDF({ ...described, "@context": CSVW_CONTEXT } as object);
    const parser = new CsvwParser({ metadata: new N3Store(quads as Quad[]), baseIRI: BASE_URL, timezone: "utc" });
    const rows = new Map<string, string[]>();
    for await (const { subject, predicate, object } of parser.import(Readable.from([csv], { objectMode: false }))) {
      const type = object.termType === "Literal" ? ` ${nameOf(object.datatype)}` : "";
      rows.set(subject.value, [
        ...(rows.get(subject.value) ?? []),
        `${predicate.value.split("#")[1]}=${object.value.replace(BASE_URL, "")}${type}`,
      ]);
    }
    expect([...rows.values()].filter((cells) => cells.some((cell) => cell.startsWith("kode")))).toEqual([
      [
        "kode=/wilayah/73.06",
        "instansi=/instansi/dinkes",
        "tahun=2024 gYear",
        "bulan=2024-05 gYearMonth",
        "hari=2024-05-17 date",
        "saat=2024-05-17T09:30:00 dateTime",
        "jam=09:30:00 time",
        "banyak=0 integer",
        "nilai=7.10 decimal",
        "resmi=true boolean",
        'catatan=a, "b"\nc string',
      ],
      ["kode=/wilayah/73.71", "tahun=2024 gYear"],
    ]);
  });
});

describe("Croissant", () => {
  const CR = "http://mlcommons.org/croissant/";
  const SCHEMA = "https://schema.org/";

  it("has every column as a field, and the file with its hash", async () => {
    const json = await readJson(`/dataset/${SLUG}/croissant.json`);
    const [node] = (await jsonld.expand(json as jsonld.JsonLdDocument, { base: `${BASE_URL}/x/` })) as Json[];
    expect(node?.["@type"]).toEqual([`${SCHEMA}Dataset`]);
    expect(node?.["http://purl.org/dc/terms/conformsTo"]).toEqual([{ "@value": `${CR}1.0`, "@language": "id" }]);
    const [file] = json.distribution as Json[];
    const { csv, bytes, sha256 } = await bytesOf(pathOf(file?.contentUrl));
    expect(file).toMatchObject({ contentSize: `${bytes} B`, sha256 });
    const [records = {}] = (node?.[`${CR}recordSet`] ?? []) as Json[];
    const fields = records[`${CR}field`] as Json[];
    const columns = fields.map(
      (field) => JSON.stringify(field[`${CR}source`]).match(/column":\[\{[^}]*"@value":"(\w+)"/)?.[1],
    );
    expect(columns).toEqual(csv.split("\n", 1)[0]?.split(","));
    const ids = new Set(fields.map((field) => field["@id"]));
    for (const key of records[`${CR}key`] as Json[]) expect(ids.has(key["@id"])).toBe(true);
    const types = fields.flatMap((field) => (field[`${CR}dataType`] as Json[]).map((type) => String(type["@id"])));
    expect(new Set(types)).toEqual(
      new Set(["Text", "Integer", "Date", "Float", "Boolean"].map((type) => SCHEMA + type)),
    );
  });
});

describe.each(["datapackage.json", "csv-metadata.json", "croissant.json"])("%s", (document) => {
  it("is told unchanged, in either language, and follows the version", async () => {
    for (const query of ["", "?_lang=en"]) {
      const { headers } = await request(outlet.app).get(`/dataset/kemiskinan/${document}${query}`).expect(200);
      expect(headers["dataset-version"]).toBe("2");
      await request(outlet.app)
        .get(`/dataset/kemiskinan/${document}${query}`)
        .set("If-None-Match", String(headers.etag))
        .expect(304);
    }
    expect(await read(`/dataset/kemiskinan/v1/${document}`)).toContain("/v1.csv");
    expect(await read(`/dataset/${SLUG}/${document}?_lang=en`)).toContain('"Title"');
  });

  it.each([
    [`/dataset/tidak-ada/${document}`, 404],
    [`/dataset/${SLUG}/v9/${document}`, 404],
    [`/dataset/${SLUG}/vx/${document}`, 404],
    [`/dataset/${SLUG}/${document}?tahun=2024`, 400],
  ])("answers %s with %i", async (path, status) => {
    await request(outlet.app).get(path).expect(status);
  });
});
