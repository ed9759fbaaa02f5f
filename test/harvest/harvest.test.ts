/** Harvesting another instance of ourselves through its own outlets: what was published there is the same here. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDataset } from "../../src/catalogue/datasets.ts";
import { askForHarvest, getHarvestRun, listHarvestResults } from "../../src/catalogue/harvest-runs.ts";
import { createHarvestSource, type HarvestKind } from "../../src/catalogue/harvest-sources.ts";
import { runHarvest } from "../../src/harvest/run.ts";
import { type Actor, PUBLIC, SYSTEM } from "../../src/kernel/actor.ts";
import type { DatasetSlug } from "../../src/kernel/ids.ts";
import { createGet } from "../../src/outgoing/get.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let there: TestServer;
let here: TestServer;

const PENDUDUK = {
  name: "penduduk",
  title: { id: "Jumlah penduduk", en: "Population" },
  description: "Jumlah penduduk menurut kabupaten.",
  keywords: ["penduduk"],
  frequency: "yearly",
  licenses: [{ name: "CC-BY-4.0", path: "https://creativecommons.org/licenses/by/4.0/", title: "CC BY 4.0" }],
  resources: [
    {
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region", title: "Kode wilayah" },
          { name: "tahun", type: "year", role: "period", title: "Tahun" },
          { name: "penduduk", type: "integer", role: "measure", unit: "jiwa", title: "Penduduk" },
          { name: "laju", type: "number", role: "measure", unit: "persen", title: "Laju" },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
      },
    },
  ],
};

const FIRST = "kode_wilayah,tahun,penduduk,laju\n73.06,2023,773315,1.50\n73.71,2023,1474393,0.90\n";
const SECOND = `${FIRST}73.06,2024,780000,1.25\n`;

async function publishThere(slug: string, content: string): Promise<void> {
  const [system, reviewer] = [await there.token("system", "disdukcapil"), await there.token("reviewer")];
  const upload = await officerOf(there, system).send(slug, content);
  expect(upload.report.issues).toEqual([]);
  expect(await officerOf(there, reviewer).post(`/api/v1/uploads/${upload.id}/publish`)).toMatchObject({ status: 200 });
}

const deps = () => ({ ...here.service, get: createGet(["127.0.0.1"]) });

async function addSource(kind: HarvestKind, address: string, publishes = true) {
  const wanted = {
    name: `Sumber ${kind}`,
    kind,
    address,
    agency: "disdukcapil",
    topics: [],
    license: null,
    everyHours: null,
    publishes,
  };
  return here.service.store.write((tx) => createHarvestSource(tx, SYSTEM, wanted, here.service.effects));
}

async function runSource(source: Awaited<ReturnType<typeof addSource>>, confirms?: string) {
  const { store, effects } = here.service;
  const { id } = await store.write((tx) => askForHarvest(tx, SYSTEM, source.id, effects, confirms));
  await runHarvest(deps(), id, new AbortController().signal);
  return store.read(async (tx) => ({
    ...(await getHarvestRun(tx, source, id)),
    results: await listHarvestResults(tx, id),
  }));
}

const datasetHere = (slug: string, actor: Actor = PUBLIC) =>
  here.service.store.read((tx) => getDataset(tx, actor, slug as DatasetSlug));

const csv = async (server: TestServer, slug: string): Promise<string> =>
  (await server.call(`/download/${slug}.csv`)).text();

beforeAll(async () => {
  there = await openTestServer({}, checkFile);
  here = await openTestServer({ HARVEST_NETWORKS: "127.0.0.1" }, checkFile);
  const system = await there.token("system", "disdukcapil");
  await officerOf(there, system).declare(PENDUDUK);
  await publishThere("penduduk", FIRST);
});
afterAll(async () => {
  await there?.close();
  await here?.close();
});

describe("through CKAN's Action API", () => {
  it("shows here what is published there, sees that nothing changed, and follows a new version", async () => {
    const source = await addSource("ckan", there.url);
    const first = await runSource(source);
    expect(first.results).toMatchObject([{ dataset: "penduduk", outcome: "published" }]);
    expect(first).toMatchObject({ state: "done", counts: { published: 1 } });
    expect(await csv(here, "penduduk")).toBe(FIRST);
    const { current } = await datasetHere("penduduk");
    expect(current?.package).toMatchObject({
      title: PENDUDUK.title.id,
      description: PENDUDUK.description,
      licenses: PENDUDUK.licenses,
      schema: { primaryKey: ["kode_wilayah", "tahun"] },
    });
    expect(current?.package.schema.fields).toMatchObject(PENDUDUK.resources[0]?.schema.fields ?? []);
    expect(await runSource(source)).toMatchObject({ state: "done", counts: { unchanged: 1 } });
    await publishThere("penduduk", SECOND);
    expect(await runSource(source)).toMatchObject({ counts: { published: 1 } });
    expect((await datasetHere("penduduk")).current?.number).toBe(2);
    expect(await csv(here, "penduduk")).toBe(await csv(there, "penduduk"));
  });
});

describe("through every other outlet", () => {
  const OUTLETS = [
    ["dcat", "/catalog.ttl"],
    ["dcat", "/catalog.rdf"],
    ["dcat", "/catalog.jsonld"],
    ["dcat", "/catalog"],
    ["data.json", ""],
    ["file", "/download/penduduk.csv"],
    ["file", "/download/penduduk.xlsx"],
  ] as const;
  it.each(OUTLETS)("brings the same rows, types and texts by %s %s, once", async (kind, path) => {
    const source = await addSource(kind, `${there.url}${path}`);
    const { results, ...run } = await runSource(source);
    expect(run.fault).toBeUndefined();
    expect(results).toMatchObject([{ outcome: "published" }]);
    const slug = results[0]?.dataset ?? "";
    // A workbook's cell is a number, and a number has no last zero.
    const asKept = (text: string): string => (path.endsWith(".xlsx") ? text.replaceAll(/(\.\d)0\n/g, "$1\n") : text);
    expect(await csv(here, slug)).toBe(asKept(await csv(there, "penduduk")));
    const { current } = await datasetHere(slug);
    expect(current?.package).toMatchObject({ title: "Jumlah penduduk", licenses: PENDUDUK.licenses });
    expect(current?.package.schema.fields).toMatchObject(PENDUDUK.resources[0]?.schema.fields ?? []);
    expect(current?.package.sources[0]).toMatchObject({ title: source.name });
    const again = await runSource(source);
    expect(again).toMatchObject({ state: "done", counts: { unchanged: 1 }, results: [] });
    expect((await datasetHere(slug)).current?.number).toBe(1);
  });
});
