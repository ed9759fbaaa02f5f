/** The catalogue in RDF: read by readers that the project did not write, held against the shapes of DCAT-AP, walked as harvesters walk it. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import jsonld from "jsonld";
import { DataFactory, Parser, type Quad, Store as QuadStore, Writer } from "n3";
import Validator from "rdf-validate-shacl";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatasetMemory } from "../../src/catalogue/dataset-memory.ts";
import { createOpenDatasets } from "../../src/catalogue/open-datasets.ts";
import { createReferenceMemory } from "../../src/catalogue/reference-memory.ts";
import { followStates } from "../../src/catalogue/states.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { type Node, type Value, writeNodes } from "../../src/dcat/graph.ts";
import { jsonLd } from "../../src/dcat/jsonld.ts";
import { rdfXml } from "../../src/dcat/rdf-xml.ts";
import { dcatRoutes } from "../../src/dcat/routes.ts";
import { turtle } from "../../src/dcat/turtle.ts";
import { createKeptAnswers } from "../../src/http/kept-answers.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, givenPublished, givenVersion, seededStore } from "../catalogue/given.ts";
import { BASE_URL, testApp } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";
import { readRdfXml } from "./read-rdf-xml.ts";

let store: Store;
let app: ReturnType<typeof testApp>["app"];

const DCAT = "http://www.w3.org/ns/dcat#";
const DCT = "http://purl.org/dc/terms/";
const HYDRA = "http://www.w3.org/ns/hydra/core#";
const PROV = "http://www.w3.org/ns/prov#";
const uri = (slug: string) => `${BASE_URL}/dataset/${slug}`;

beforeAll(async () => {
  store = await seededStore();
  const poor = await givenPublished(store, "kemiskinan", {
    title: { id: 'Penduduk "miskin" & lain\\nya', en: "Poor people" },
    description: { id: "Baris satu\nbaris <dua>", en: "Lines" },
    topics: ["kemiskinan", "kependudukan"],
    keywords: ["miskin", "garis & angka"],
    frequency: "yearly",
    series: { name: "kemiskinan-tahunan", title: { id: "Kemiskinan tiap tahun", en: "Poverty year by year" } },
    activity: {
      activityTitle: "Survei Sosial",
      purpose: { id: "Mengukur kemiskinan", en: "To measure poverty" },
      email: "a<b@dinsos.example",
      collectionFrom: "2024-03-01",
      collectionUntil: "2024-03-31",
    },
    licenses: [{ name: "CC-BY-4.0", path: "https://creativecommons.org/licenses/by/4.0/" }],
    sources: [{ title: "BPS", path: 'https://sulsel.bps.go.id/a b"<>' }],
  });
  await givenVersion(store, poor, 2);
  await store.write(async (tx) => {
    await tx.query(
      "update catalogue.search_entry set regions = '{73.06,73.06.05,73.71}', years = '{2023,2024}' where dataset = $1",
      [poor.id],
    );
    await tx.query(
      "insert into catalogue.version_file (dataset, version, ending, sha256, bytes, created_at) values ($1, 2, 'csv', $2, 160, now())",
      [poor.id, "0f".repeat(32)],
    );
  });
  await givenPublished(store, "rahasia", { access: "closed" });
  await givenPublished(store, "keliru").then((dataset) =>
    store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, 1 as VersionNumber, "Salah satuan", effects)),
  );
  for (let number = 0; number < 103; number += 1)
    await givenPublished(store, `d-${String(number).padStart(3, "0")}`, { keywords: number === 0 ? [] : ["x"] });
  app = await startApp();
}, 120_000);
afterAll(() => store.close());

/** A server that remembers nothing yet. */
async function startApp(): Promise<typeof app> {
  const states = await followStates(store);
  const routes = dcatRoutes({
    store,
    answers: createKeptAnswers(states, 10_000_000),
    recallOpen: createOpenDatasets(store, states),
    recallReference: createReferenceMemory(store, states),
    recallDataset: createDatasetMemory(states),
    baseUrl: BASE_URL,
    contactEmail: "data@sulsel.example",
  });
  return testApp([routes]).app;
}

const get = async (path: string, of = app): Promise<string> =>
  (await request(of).get(path).buffer(true).parse(asText).expect(200)).body;
const asText = (response: request.Response, done: (error: Error | null, text: string) => void): void => {
  let text = "";
  response.setEncoding("utf8");
  response.on("data", (piece: string) => {
    text += piece;
  });
  response.on("end", () => done(null, text));
};
const readTurtle = (text: string): readonly Quad[] => new Parser().parse(text);
const readJsonLd = async (text: string): Promise<readonly Quad[]> =>
  new Parser({ format: "N-Quads" }).parse(
    String(await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads" })),
  );
const canonical = async (quads: readonly Quad[]): Promise<string> => {
  const text = new Writer({ format: "N-Quads" }).quadsToString([...quads]);
  // The types know of documents only; with this input format it takes N-Quads.
  const given = text as unknown as jsonld.JsonLdDocument;
  return jsonld.canonize(given, {
    inputFormat: "application/n-quads",
    format: "application/n-quads",
    algorithm: "URDNA2015",
  });
};
const objects = (quads: readonly Quad[], subject: string, predicate: string): readonly string[] =>
  quads
    .filter((quad) => quad.subject.value === subject && quad.predicate.value === predicate)
    .map(({ object }) => object.value);

const shapes = new QuadStore(
  readTurtle(readFileSync(new URL("dcat-ap.shapes.ttl", import.meta.url), "utf8")) as Quad[],
);

const problemsOf = async (quads: readonly Quad[]): Promise<readonly string[]> => {
  const report = await new Validator(shapes).validate(new QuadStore([...quads]));
  return report.results.map(({ focusNode, path, message }) =>
    [focusNode?.value, path?.value, ...message.map(({ value }) => value)].join(" "),
  );
};

describe("a dataset", () => {
  it("says the same in every form", async () => {
    const turtle = await canonical(readTurtle(await get("/dataset/kemiskinan.ttl")));
    expect(await canonical(await readJsonLd(await get("/dataset/kemiskinan.jsonld")))).toBe(turtle);
    expect(await canonical(readRdfXml(await get("/dataset/kemiskinan.rdf")))).toBe(turtle);
    expect(await canonical(readTurtle(await get("/dataset/kemiskinan.n3")))).toBe(turtle);
  });

  it("is known by its page's address and says where, when, how often and under which terms", async () => {
    const quads = readTurtle(await get("/dataset/kemiskinan.ttl"));
    const of = (predicate: string) => objects(quads, uri("kemiskinan"), predicate);
    expect(of(`${DCT}title`)).toEqual(['Penduduk "miskin" & lain\\nya', "Poor people"]);
    expect(of(`${DCT}identifier`)).toEqual(["kemiskinan"]);
    expect(of(`${DCAT}version`)).toEqual(["2"]);
    expect(of(`${DCAT}previousVersion`)).toEqual([`${uri("kemiskinan")}/v1`]);
    expect(of(`${DCT}spatial`)).toEqual([`${BASE_URL}/wilayah/73.06`, `${BASE_URL}/wilayah/73.71`]);
    expect(of(`${DCT}accrualPeriodicity`)).toEqual([
      "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    ]);
    expect(of(`${DCT}source`)).toEqual(["https://sulsel.bps.go.id/a%20b%22%3C%3E"]);
    expect(of(`${DCAT}theme`)).toContain(`${BASE_URL}/topik/kemiskinan`);
    const series = `${BASE_URL}/#seri-kemiskinan-tahunan`;
    expect(of(`${DCAT}inSeries`)).toEqual([series]);
    expect(objects(quads, series, `${DCT}title`)).toEqual(["Kemiskinan tiap tahun", "Poverty year by year"]);
    const [period = ""] = of(`${DCT}temporal`);
    expect(objects(quads, period, `${DCAT}endDate`)).toEqual(["2024-12-31"]);
    const csv = `${uri("kemiskinan")}#csv`;
    expect(objects(quads, csv, `${DCAT}downloadURL`)).toEqual([`${BASE_URL}/download/kemiskinan.csv`]);
    expect(objects(quads, csv, `${DCAT}byteSize`)).toEqual(["160"]);
    const [checksum = ""] = objects(quads, csv, "http://spdx.org/rdf/terms#checksum");
    expect(objects(quads, checksum, "http://spdx.org/rdf/terms#checksumValue")).toEqual(["0f".repeat(32)]);
  });

  it("tells from which version its files came, and from which check each version", async () => {
    const quads = readTurtle(await get("/dataset/kemiskinan.ttl"));
    const version = `${uri("kemiskinan")}/v2`;
    expect(objects(quads, `${uri("kemiskinan")}#csv`, `${PROV}wasDerivedFrom`)).toEqual([version]);
    const [activity = ""] = objects(quads, uri("kemiskinan"), `${PROV}wasGeneratedBy`);
    expect(objects(quads, activity, `${DCT}title`)).toEqual(["Survei Sosial"]);
    expect(objects(quads, activity, `${PROV}startedAtTime`)).toEqual(["2024-03-01T00:00:00+08:00"]);
    expect(objects(quads, version, `${PROV}wasRevisionOf`)).toEqual([`${uri("kemiskinan")}/v1`]);
    const [check = ""] = objects(quads, version, `${PROV}wasGeneratedBy`);
    expect(objects(quads, check, `${PROV}wasAssociatedWith`)).toEqual([`${BASE_URL}/instansi/disdukcapil`]);
  });

  it("is one dataset, whatever versions it has, and has no files where it was withdrawn", async () => {
    const isDataset = ({ predicate, object }: Quad) =>
      predicate.value.endsWith("#type") && object.value === `${DCAT}Dataset`;
    expect(readTurtle(await get("/dataset/kemiskinan.ttl")).filter(isDataset)).toHaveLength(1);
    const withdrawn = readTurtle(await get("/dataset/keliru.ttl"));
    expect(objects(withdrawn, uri("keliru"), `${DCAT}distribution`)).toEqual([]);
    expect(objects(withdrawn, `${uri("keliru")}/v1`, "http://www.w3.org/2000/01/rdf-schema#comment")).toEqual([
      "Versi ini ditarik: Salah satuan",
    ]);
  });

  it("is shown to whoever may read it", async () => {
    await request(app).get("/dataset/rahasia.ttl").expect(404);
    const { headers } = await request(app)
      .get("/dataset/rahasia.ttl")
      .set("Authorization", "Bearer producer")
      .expect(200);
    expect(headers["cache-control"]).toMatch(/private/);
    await request(app).get("/dataset/tidak-ada.ttl").expect(404);
  });
});

describe("the catalogue", () => {
  it("conforms to the shapes of DCAT-AP, page by page", async () => {
    for (const page of [1, 2]) expect(await problemsOf(readTurtle(await get(`/catalog.ttl?page=${page}`)))).toEqual([]);
    expect(await problemsOf(readTurtle(await get("/dataset/kemiskinan.ttl")))).toEqual([]);
  });

  it("would not conform without what the shapes demand", async () => {
    const quads = readTurtle(await get("/dataset/kemiskinan.ttl"));
    const { namedNode } = DataFactory;
    for (const missing of [`${DCT}description`, `${DCAT}accessURL`, "http://xmlns.com/foaf/0.1/name"])
      expect(await problemsOf(quads.filter(({ predicate }) => !predicate.equals(namedNode(missing))))).not.toEqual([]);
  });

  it("is walked by either generation of Hydra to its end, each dataset once", async () => {
    for (const [next, view] of [
      [`${HYDRA}next`, "PartialCollectionView"],
      [`${HYDRA}nextPage`, "PagedCollection"],
    ] as const) {
      const seen: string[] = [];
      let path: string | undefined = "/catalog.ttl";
      const pages: string[] = [];
      while (path !== undefined) {
        const text = await get(path);
        pages.push(text);
        const quads = readTurtle(text);
        seen.push(...objects(quads, `${BASE_URL}/`, `${DCAT}dataset`));
        const node = quads.find(({ object }) => object.value === `${HYDRA}${view}`)?.subject.value ?? "";
        expect(objects(quads, node, `${HYDRA}totalItems`)).toEqual(["105"]);
        path = objects(quads, node, next)[0]?.replace(BASE_URL, "");
      }
      expect(pages).toHaveLength(2);
      expect(new Set(seen).size).toBe(105);
      expect(seen).not.toContain(uri("rahasia"));
    }
  });

  it("says the same in every form", async () => {
    const count = async (quads: readonly Quad[]) => quads.length;
    const turtle = await count(readTurtle(await get("/catalog.ttl?page=2")));
    expect(await count(await readJsonLd(await get("/catalog.jsonld?page=2")))).toBe(turtle);
    expect(await count(readRdfXml(await get("/catalog.xml?page=2")))).toBe(turtle);
    expect(await count(readRdfXml(await get("/catalog.rdf?page=2")))).toBe(turtle);
  });

  it("answers only what has changed since a time", async () => {
    const quads = readTurtle(await get("/catalog.ttl?modified_since=2099-01-01"));
    expect(objects(quads, `${BASE_URL}/`, `${DCAT}dataset`)).toEqual([]);
  });

  it.each(["page=0", "page=3", "page=x", "q=x", "fq=x", "modified_since=kemarin", "page=1&page=2"])(
    "refuses ?%s",
    async (query) => {
      await request(app).get(`/catalog.ttl?${query}`).expect(400);
    },
  );

  it.each([
    ["text/turtle", "text/turtle"],
    ["application/ld+json", "application/ld+json"],
    ["application/rdf+xml;q=0.9, text/html;q=0.1", "application/rdf+xml"],
    ["text/n3", "text/n3"],
  ])("answers Accept: %s at the pages' addresses", async (accept, type) => {
    for (const path of ["/", "/catalog", "/dataset/kemiskinan"]) {
      const { headers } = await request(app).get(path).set("Accept", accept).expect(200);
      expect(headers["content-type"]).toBe(`${type}; charset=utf-8`);
      expect(headers.vary).toContain("Accept");
    }
  });

  it.each(["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", "application/json"])(
    "leaves Accept: %s to the pages",
    async (accept) => {
      await request(app).get("/dataset/kemiskinan").set("Accept", accept).expect(404);
      await request(app).get("/catalog").set("Accept", accept).expect(303).expect("Location", `${BASE_URL}/dataset`);
    },
  );

  it("answers 304 until something changes", async () => {
    const { headers } = await request(app).get("/catalog.ttl").expect(200);
    await request(app).get("/catalog.ttl").set("If-None-Match", String(headers.etag)).expect(304);
    await store.write((tx) => tx.query("update catalogue.dataset set updated_at = now() where slug = 'd-001'"));
    await expect
      .poll(async () => (await request(app).get("/catalog.ttl").set("If-None-Match", String(headers.etag))).status)
      .toBe(200);
  });

  it.each(["ttl", "jsonld", "rdf"])(
    "is after a change what a server says that remembers nothing: %s",
    async (ending) => {
      const path = `/catalog.${ending}?page=1`;
      const before = await get(path);
      await store.write((tx) =>
        tx.query(
          `update catalogue.version set package = jsonb_set(package, '{title}', to_jsonb($1::text))
         where dataset = (select id from catalogue.dataset where slug = 'd-002')`,
          [`Judul baru ${ending}`],
        ),
      );
      await expect.poll(() => get(path)).toContain(`Judul baru ${ending}`);
      const after = await get(path);
      expect(after).toBe(await get(path, await startApp()));
      expect(after).not.toBe(before);
    },
  );

  it("is refused while the database is away, never short", async () => {
    const away = await seededStore();
    const states = await followStates(away);
    const { app: broken } = testApp([
      dcatRoutes({
        store: away,
        answers: createKeptAnswers(states, 0),
        recallOpen: createOpenDatasets(away, states),
        recallReference: createReferenceMemory(away, states),
        recallDataset: createDatasetMemory(states),
        baseUrl: BASE_URL,
        contactEmail: undefined,
      }),
    ]);
    await away.close();
    for (const path of ["/catalog.ttl", "/data.json"])
      expect((await request(broken).get(path)).status).toBeGreaterThanOrEqual(500);
  });
});

describe("/data.json", () => {
  const required = [
    "title",
    "description",
    "keyword",
    "modified",
    "publisher",
    "contactPoint",
    "identifier",
    "accessLevel",
  ];
  const schema = {
    type: "object",
    required: ["conformsTo", "dataset"],
    properties: {
      conformsTo: { const: "https://project-open-data.cio.gov/v1.1/schema" },
      dataset: {
        type: "array",
        items: {
          type: "object",
          required,
          properties: {
            "@type": { const: "dcat:Dataset" },
            title: { type: "string", minLength: 1 },
            description: { type: "string", minLength: 1 },
            keyword: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } },
            modified: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d" },
            accessLevel: { enum: ["public", "restricted public", "non-public"] },
            accrualPeriodicity: { pattern: "^(irregular|R/P(?:\\d+[YMWD])+)$" },
            temporal: { pattern: "^\\d{4}-\\d\\d-\\d\\d/\\d{4}-\\d\\d-\\d\\d$" },
            publisher: { type: "object", required: ["name"] },
            contactPoint: {
              type: "object",
              required: ["fn", "hasEmail"],
              properties: { hasEmail: { pattern: "^mailto:[\\w.-]+@[\\w.-]+\\.[\\w.-]+$" } },
            },
            distribution: {
              type: "array",
              minItems: 1,
              items: {
                type: "object",
                required: ["downloadURL", "mediaType"],
                properties: { mediaType: { pattern: "^[a-z]+/[a-z0-9.+-]+$" } },
              },
            },
          },
        },
      },
    },
  };

  it("lists every open dataset, as DCAT-US 1.1 demands it", async () => {
    const { body, headers } = await request(app).get("/data.json").expect(200);
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(body);
    expect(validate.errors).toBeNull();
    expect(body.dataset).toHaveLength(105);
    expect(new Set(body.dataset.map(({ identifier }: { identifier: string }) => identifier)).size).toBe(105);
    await request(app).get("/data.json").set("If-None-Match", String(headers.etag)).expect(304);
  });
});

describe("a text", () => {
  it("is the same in every form, whatever it holds", async () => {
    // XML cannot hold other control characters.
    const text = fc
      .string({ unit: "binary", maxLength: 20 })
      .filter((value) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(value.replace(/[\n\t]/g, "")));
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom("id" as const, undefined), async (value, lang) => {
        const said: Value = lang === undefined ? { text: value } : { text: value, lang };
        const nodes: readonly Node[] = [{ iri: "urn:a", types: ["dcat:Dataset"], properties: [["dct:title", said]] }];
        const read = [
          readTurtle(writeNodes(turtle, nodes)),
          await readJsonLd(writeNodes(jsonLd, nodes)),
          readRdfXml(writeNodes(rdfXml, nodes)),
        ];
        for (const quads of read) expect(objects(quads, "urn:a", `${DCT}title`)).toEqual([value]);
      }),
      { numRuns: 150 },
    );
  });
});
