/** What search engines find: sitemaps by the protocol's rules, robots.txt, and datasets in the words of schema.org as others read them. */

import jsonld from "jsonld";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatasetMemory } from "../../src/catalogue/dataset-memory.ts";
import { createOpenDatasets } from "../../src/catalogue/open-datasets.ts";
import { createReferenceMemory } from "../../src/catalogue/reference-memory.ts";
import { followStates } from "../../src/catalogue/states.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { discoveryRoutes } from "../../src/discovery/routes.ts";
import { inScript } from "../../src/formats/schema-org.ts";
import { createKeptAnswers } from "../../src/http/kept-answers.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, givenPublished, seededStore } from "../catalogue/given.ts";
import { BASE_URL, readText, testApp } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";

let store: Store;
let app: ReturnType<typeof testApp>["app"];
let small: ReturnType<typeof testApp>["app"];

beforeAll(async () => {
  store = await seededStore();
  const poor = await givenPublished(store, "kemiskinan", {
    title: { id: "Penduduk [miskin]", en: "Poor people" },
    topics: ["kemiskinan"],
    keywords: ["miskin", "garis"],
    licenses: [{ name: "CC-BY-4.0", path: "https://creativecommons.org/licenses/by/4.0/" }],
    sources: [{ title: "BPS", path: "javascript:alert(1)" }],
  });
  await store.write(async (tx) => {
    await tx.query(
      "update catalogue.search_entry set regions = '{73.06,73.06.05,73.71}', years = '{2023,2024}' where dataset = $1",
      [poor.id],
    );
    await tx.query(
      "insert into catalogue.version_file (dataset, version, ending, sha256, bytes, created_at) values ($1, 1, 'csv', $2, 160, now())",
      [poor.id, "0f".repeat(32)],
    );
  });
  await givenPublished(store, "rahasia", { access: "closed" });
  await givenPublished(store, "keliru").then((dataset) =>
    store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, 1 as VersionNumber, "Salah satuan", effects)),
  );
  const states = await followStates(store);
  const deps = {
    store,
    answers: createKeptAnswers(states, 10_000_000),
    recallOpen: createOpenDatasets(store, states),
    recallReference: createReferenceMemory(store, states),
    recallDataset: createDatasetMemory(states),
    baseUrl: BASE_URL,
  };
  app = testApp([discoveryRoutes(deps)]).app;
  const fewAnswers = createKeptAnswers(states, 10_000_000);
  small = testApp([discoveryRoutes({ ...deps, answers: fewAnswers, mostAddresses: 20 })]).app;
});
afterAll(() => store.close());

const locations = (xml: string): readonly string[] =>
  [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = ""]) => address);

describe("/sitemap.xml", () => {
  it("lists what everybody may read, with the time of its last change", async () => {
    const xml = await readText(app, "/sitemap.xml");
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<urlset xmlns="http:\/\/www.sitemaps.org/);
    expect(xml).toMatch(/kemiskinan<\/loc><lastmod>\d{4}-\d\d-\d\dT[\d:.]+Z<\/lastmod><\/url>/);
    for (const path of ["/dataset/kemiskinan", "/topik/kemiskinan", "/instansi/disdukcapil", "/wilayah/73.06", "/"])
      expect(locations(xml)).toContain(`${BASE_URL}${path}`);
    expect(xml).not.toContain("rahasia");
    expect(xml).not.toContain("/instansi/dinkes");
  });

  it("becomes an index where one file would hold too many, and loses none", async () => {
    const all = locations(await readText(app, "/sitemap.xml"));
    const index = await readText(small, "/sitemap.xml");
    expect(index).toContain("<sitemapindex ");
    const parts = await Promise.all(
      locations(index).map(async (address) => locations(await readText(small, address.replace(BASE_URL, "")))),
    );
    expect(parts.flat()).toEqual(all);
    expect(Math.max(...parts.map(({ length }) => length))).toBe(20);
    for (const path of [`/sitemap-${parts.length + 1}.xml`, "/sitemap-0.xml", "/sitemap-x.xml"])
      await request(small).get(path).expect(404);
    expect(locations(await readText(app, "/sitemap-1.xml"))).toEqual(all);
  });
});

describe("/robots.txt and /llms.txt", () => {
  it("name the sitemap, keep the desk from robots, and show the datasets", async () => {
    const robots = await readText(app, "/robots.txt");
    expect(robots).toContain("\nDisallow: /kerja\n");
    expect(robots).toContain(`\nSitemap: ${BASE_URL}/sitemap.xml\n`);
    expect(await readText(app, "/llms.txt")).toContain(`- [Penduduk \\[miskin\\]](${BASE_URL}/dataset/kemiskinan)\n`);
  });
});

it.each(["/sitemap.xml", "/robots.txt", "/llms.txt", "/dataset/kemiskinan/schema-org.jsonld"])(
  "%s is told unchanged until something changes",
  async (path) => {
    const { headers } = await request(app).get(path).expect(200);
    await request(app).get(path).set("If-None-Match", String(headers.etag)).expect(304);
    await store.write((tx) => tx.query("update catalogue.dataset set updated_at = now() where slug = 'kemiskinan'"));
    await expect
      .poll(async () => (await request(app).get(path).set("If-None-Match", String(headers.etag))).status)
      .toBe(200);
  },
);

describe("schema.org", () => {
  const SCHEMA = "https://schema.org/";
  /** As a reader sees it who follows the context: here a vocabulary, as schema.org's own document declares it. */
  const expand = async (text: string): Promise<Record<string, unknown>> => {
    const documentLoader = async (url: string) => ({
      contextUrl: undefined,
      documentUrl: url,
      document: { "@context": { "@vocab": SCHEMA } },
    });
    const [node] = await jsonld.expand(JSON.parse(text), { documentLoader });
    return node as Record<string, unknown>;
  };

  it("says what a search for datasets asks for", async () => {
    const text = await readText(app, "/dataset/kemiskinan/schema-org.jsonld");
    const node = await expand(text);
    expect(node["@id"]).toBe(`${BASE_URL}/dataset/kemiskinan`);
    expect(node["@type"]).toEqual([`${SCHEMA}Dataset`]);
    expect(Object.keys(node).every((key) => key.startsWith("@") || key.startsWith(SCHEMA))).toBe(true);
    const json = JSON.parse(text) as Record<string, unknown>;
    expect(json).toMatchObject({
      name: "Penduduk [miskin]",
      alternateName: "Poor people",
      version: "1",
      license: "https://creativecommons.org/licenses/by/4.0/",
      keywords: ["miskin", "garis"],
      temporalCoverage: "2023-01-01/2024-12-31",
      spatialCoverage: [{ identifier: "73.06" }, { identifier: "73.71" }],
      variableMeasured: { "@type": "PropertyValue", identifier: "jumlah", unitText: "jiwa" },
    });
    expect(String(json.description).length).toBeGreaterThanOrEqual(50);
    expect(json).not.toHaveProperty("isBasedOn");
    expect(json.distribution).toContainEqual({
      "@type": "DataDownload",
      encodingFormat: "text/csv",
      contentUrl: `${BASE_URL}/download/kemiskinan/v1.csv`,
      contentSize: "160 B",
      sha256: "0f".repeat(32),
    });
  });

  it.each([
    ["rahasia", 404],
    ["tidak-ada", 404],
    ["A", 404],
    ["keliru", 410],
  ])("of %s is %i", async (slug, status) => {
    await request(app).get(`/dataset/${slug}/schema-org.jsonld`).expect(status);
  });

  it("never leaves its element, whatever a dataset says of itself", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("</script>", "<!--", "<script", "&lt;", '"', "\\", "]]>", "x")), (parts) => {
        const text = inScript({ name: parts.join("") });
        expect(text).not.toContain("<");
        expect(JSON.parse(text)).toEqual({ name: parts.join("") });
      }),
    );
  });
});
