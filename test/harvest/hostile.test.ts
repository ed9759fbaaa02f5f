/** Sources that vanish, break, lie, never end or lead into our own network; and documents that nobody in their right mind would send. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findDataset } from "../../src/catalogue/datasets.ts";
import {
  askForDueHarvests,
  askForHarvest,
  getHarvestRun,
  listHarvestResults,
  listHarvestRuns,
  sweepHarvests,
} from "../../src/catalogue/harvest-runs.ts";
import { createHarvestSource, type HarvestKind, type HarvestSource } from "../../src/catalogue/harvest-sources.ts";
import { readCkanPage } from "../../src/harvest/ckan.ts";
import { readDataJson } from "../../src/harvest/data-json.ts";
import { readDcat, readDcatPage } from "../../src/harvest/dcat.ts";
import { BadDocument } from "../../src/harvest/document.ts";
import { readList } from "../../src/harvest/read-list.ts";
import { listPageShape } from "../../src/harvest/remote-dataset.ts";
import { runHarvest } from "../../src/harvest/run.ts";
import { PUBLIC, SYSTEM } from "../../src/kernel/actor.ts";
import type { DatasetSlug } from "../../src/kernel/ids.ts";
import { createGet } from "../../src/outgoing/get.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { fc } from "../setup/properties.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let here: TestServer;
let source: Server;
let url: string;
/** What the server answers by path. */
let answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {};
let asked: string[] = [];

const send =
  (body: string, type: string, headers: Readonly<Record<string, string>> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, { "Content-Type": type, ...headers }).end(body);

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, headers).end();

const table = (row: string): string => `kode,nilai\na,1\n${row}\n`;

/** A list of so many datasets, each with its file. */
const dataJson = (...names: readonly string[]): string =>
  JSON.stringify({
    dataset: names.map((name) => ({
      identifier: name,
      title: `Data ${name}`,
      distribution: [{ downloadURL: `${url}/${name}.csv`, mediaType: "text/csv" }],
    })),
  });

function serveList(...names: readonly string[]): void {
  answers = {
    "/data.json": send(dataJson(...names), "application/json"),
    ...Object.fromEntries(names.map((name) => [`/${name}.csv`, send(table(`${name},2`), "text/csv")])),
  };
}

async function addSource(kind: HarvestKind, path: string, publishes = true): Promise<HarvestSource> {
  const wanted = { name: "Sumber", kind, address: `${url}${path}`, agency: "disdukcapil", topics: [], license: null };
  return here.service.store.write((tx) =>
    createHarvestSource(tx, SYSTEM, { ...wanted, everyHours: null, publishes }, here.service.effects),
  );
}

async function runSource(
  wanted: HarvestSource,
  {
    confirms,
    networks = ["127.0.0.1"],
    silentMs = 1_000,
  }: {
    readonly confirms?: string;
    readonly networks?: readonly string[];
    readonly silentMs?: number;
  } = {},
) {
  const { store, effects } = here.service;
  const { id } = await store.write((tx) => askForHarvest(tx, SYSTEM, wanted.id, effects, confirms));
  const deps = { ...here.service, maxUploadBytes: 1_000_000, get: createGet(networks, silentMs) };
  await runHarvest(deps, id, new AbortController().signal);
  return store.read(async (tx) => ({
    ...(await getHarvestRun(tx, wanted, id)),
    results: await listHarvestResults(tx, id),
  }));
}

const isShown = async (slug: string): Promise<boolean> =>
  (await here.service.store.read((tx) => findDataset(tx, PUBLIC, slug as DatasetSlug))) !== undefined;

beforeAll(async () => {
  here = await openTestServer({}, checkFile);
  source = createServer((request, response) => {
    asked.push(request.url ?? "");
    (answers[request.url ?? ""] ?? status(404))(request, response);
  });
  source.listen(0, "127.0.0.1");
  await once(source, "listening");
  url = `http://127.0.0.1:${(source.address() as AddressInfo).port}`; // a TCP server that listens
});
afterAll(async () => {
  source.closeAllConnections();
  source.close();
  await here.close();
});
beforeEach(() => {
  asked = [];
});

describe("what is not there any more", () => {
  it("is closed when it is little, held back when it is much, closed when confirmed, and open again when it returns", async () => {
    const names = ["satu", "dua", "tiga", "empat", "lima"].map((name) => `hapus-${name}`);
    serveList(...names);
    const kept = await addSource("data.json", "");
    expect(await runSource(kept)).toMatchObject({ state: "done", counts: { published: 5 } });
    serveList(...names.slice(0, 4));
    expect(await runSource(kept)).toMatchObject({ state: "done", counts: { removed: 1, unchanged: 4 } });
    expect(await isShown("hapus-lima")).toBe(false);
    serveList(...names.slice(0, 2));
    const guarded = await runSource(kept);
    expect(guarded).toMatchObject({ state: "guarded", counts: { missing: 2, unchanged: 2 } });
    expect(await isShown("hapus-tiga")).toBe(true);
    serveList();
    // What was not among the missing then is not confirmed by it.
    expect(await runSource(kept, { confirms: guarded.id })).toMatchObject({
      state: "guarded",
      counts: { removed: 2, missing: 2 },
    });
    expect([await isShown("hapus-tiga"), await isShown("hapus-satu")]).toEqual([false, true]);
    serveList(...names);
    await runSource(kept);
    expect(await Promise.all(names.map(isShown))).toEqual([true, true, true, true, true]);
  });

  it("is nothing at all where the list cannot be read", async () => {
    serveList("utuh");
    const kept = await addSource("data.json", "");
    await runSource(kept);
    for (const answer of [status(500), send("<html>", "text/html"), send('{"dataset":[{', "application/json")]) {
      answers = { "/data.json": answer };
      expect(await runSource(kept)).toMatchObject({ state: "failed", counts: {} });
    }
    expect(await isShown("utuh")).toBe(true);
  });
});

describe("a file", () => {
  it("that the checks refuse is told with its findings, and what is published stays", async () => {
    serveList("rusak");
    const kept = await addSource("data.json", "");
    await runSource(kept);
    answers = { ...answers, "/rusak.csv": send("kode,nilai\na,banyak\nb,sekali\n", "text/csv") };
    for (let run = 0; run < 2; run += 1) {
      const { results } = await runSource(kept);
      expect(results).toMatchObject([{ outcome: "invalid", upload: expect.any(String), detail: { code: /\// } }]);
    }
    expect(await (await here.call("/download/rusak.csv")).text()).toBe(table("rusak,2"));
  });

  it("waits for a reviewer where its source does not publish, and a newer one takes its place", async () => {
    serveList("tunggu");
    const kept = await addSource("data.json", "", false);
    expect(await runSource(kept)).toMatchObject({ counts: { waiting: 1 } });
    expect(await runSource(kept)).toMatchObject({ counts: { unchanged: 1 } });
    answers = { ...answers, "/tunggu.csv": send(table("tunggu,3"), "text/csv") };
    expect(await runSource(kept)).toMatchObject({ counts: { waiting: 1 } });
    const { body } = await here
      .call("/api/v1/datasets/tunggu/uploads", { as: await here.token("reviewer") })
      .then(async (response) => ({ body: (await response.json()) as { uploads?: { status: string }[] } }));
    if (body.uploads !== undefined)
      expect(body.uploads.map((each) => each.status).sort()).toEqual(["submitted", "superseded"]);
    expect(await isShown("tunggu")).toBe(false);
  });

  const BAD: readonly (readonly [string, (request: IncomingMessage, response: ServerResponse) => void, string])[] = [
    ["is a page", send("<html><table><tr><td>a</td></tr></table></html>", "text/html"), "harvest.bad-document"],
    ["answers 500", status(500), "harvest.refused"],
    [
      "leads to an address of the cloud",
      status(302, { Location: "http://169.254.169.254/latest/meta-data/" }),
      "harvest.unreachable",
    ],
    ["leads to a file", status(302, { Location: "file:///etc/passwd" }), "harvest.unreachable"],
    ["leads to itself", status(302, { Location: "/jahat.csv" }), "harvest.refused"],
    [
      "does not end",
      (_, response) => {
        response.writeHead(200, { "Content-Type": "text/csv" });
        const more = (): void => {
          while (!response.destroyed && response.write("a,1\n".repeat(10_000)));
          if (!response.destroyed) response.once("drain", more);
        };
        more();
      },
      "harvest.too-large",
    ],
    [
      "says nothing",
      (_, response) => void response.writeHead(200, { "Content-Type": "text/csv" }).flushHeaders(),
      "harvest.unreachable",
    ],
  ];
  it.each(BAD)("that %s stops nothing else and leaves nothing behind", async (_, answer, code) => {
    serveList("baik", "jahat");
    answers = { ...answers, "/jahat.csv": answer };
    const kept = await addSource("data.json", "");
    const { state, results } = await runSource(kept, { silentMs: 400 });
    expect(state).toBe("done");
    expect(results).toMatchObject([{ outcome: "failed", detail: { code } }, { outcome: "published" }]);
  });

  it("is not asked for in our own network unless that is allowed", async () => {
    serveList("dalam");
    const kept = await addSource("data.json", "");
    expect(await runSource(kept, { networks: [] })).toMatchObject({
      state: "failed",
      fault: { code: "harvest.unreachable", params: { reason: "address-not-allowed" } },
    });
    expect(asked).toEqual([]);
  });
});

describe("what was asked for before", () => {
  it("is asked for as it is known, list and file, and not read again", async () => {
    const seen: string[] = [];
    const once = (body: string, type: string) => (request: IncomingMessage, response: ServerResponse) => {
      const known = request.headers["if-none-match"] === '"satu"';
      seen.push(`${request.url} ${known ? 304 : 200}`);
      response.writeHead(known ? 304 : 200, { ETag: '"satu"', "Content-Type": type }).end(known ? undefined : body);
    };
    answers = {
      "/data.json": once(dataJson("sama"), "application/json"),
      "/sama.csv": once(table("sama,2"), "text/csv"),
    };
    const kept = await addSource("data.json", "");
    expect(await runSource(kept)).toMatchObject({ counts: { published: 1 } });
    expect(await runSource(kept)).toMatchObject({ state: "done", counts: { unchanged: 1 } });
    expect(seen).toEqual(["/data.json 200", "/sama.csv 200", "/data.json 304", "/sama.csv 304"]);
  });
});

describe("a source with hours", () => {
  it("is asked again when they are over, once, and its old runs go", async () => {
    const { store, effects } = here.service;
    const at = (hours: number) => ({ ...effects, now: () => new Date(Date.now() + hours * 3_600_000) });
    const wanted = { name: "Berkala", kind: "data.json" as const, address: `${url}/`, agency: "disdukcapil" };
    const kept = await store.write((tx) =>
      createHarvestSource(tx, SYSTEM, { ...wanted, topics: [], license: null, everyHours: 24, publishes: true }, at(0)),
    );
    const runs = () => store.read((tx) => listHarvestRuns(tx, kept));
    const due = (hours: number) => store.write((tx) => askForDueHarvests(tx, at(hours)));
    await Promise.all([due(0.1), due(0.1)]);
    expect(await runs()).toMatchObject([{ state: "waiting" }]);
    const [first] = await runs();
    serveList("berkala");
    const deps = { ...here.service, maxUploadBytes: 1_000_000, get: createGet(["127.0.0.1"]) };
    await runHarvest(deps, first?.id ?? "", new AbortController().signal);
    await due(23);
    expect(await runs()).toMatchObject([{ state: "done", fault: undefined }]);
    await due(25);
    expect(await runs()).toMatchObject([{ state: "waiting" }, { state: "done" }]);
    await store.write((tx) => sweepHarvests(tx, at(24 * 89), 90));
    expect(await runs()).toHaveLength(2);
    await store.write((tx) => sweepHarvests(tx, at(24 * 91), 90));
    expect(await runs()).toMatchObject([{ state: "waiting" }]);
  });
});

describe("a document of a stranger", () => {
  const BOMB = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>`;
  it.each([
    ["XML with entities", BOMB, "application/rdf+xml"],
    ["XML that reads a file", BOMB.replace('"aaaa"', 'SYSTEM "file:///etc/passwd"'), "application/rdf+xml"],
    ["a context of somebody else", '{"@context":"https://schema.org/","@type":"Dataset"}', "application/ld+json"],
    ["JSON nested without end", "[".repeat(200_000), "application/ld+json"],
    [
      "a JSON-LD tree nested without end",
      `${'{"http://a/b":'.repeat(20_000)}1${"}".repeat(20_000)}`,
      "application/ld+json",
    ],
    ["a page", "<!doctype html><html></html>", "text/html"],
    ["RDF without a catalogue", "<http://a> <http://b> <http://c> .", "text/turtle"],
    ["Turtle that breaks off", "<http://a> <http://b", "text/turtle"],
  ])("that is %s is no list", async (_, body, type) => {
    answers = { "/daftar": send(body, type) };
    const kept = await addSource("dcat", "/daftar");
    expect(await runSource(kept)).toMatchObject({ state: "failed", fault: { code: "harvest.bad-document" } });
    expect(asked).toEqual(["/daftar"]);
  });

  it("that is long is read in a thread, to the same list or to the same refusal", async () => {
    const got = { address: `${url}/panjang`, type: "text/turtle" };
    const sets = Array.from(
      { length: 2000 },
      (_, index) => `<${url}/d/${index}> a <http://www.w3.org/ns/dcat#Dataset> ;
        <http://purl.org/dc/terms/title> "Data ${index}"@id ; <http://purl.org/dc/terms/description> "${"kata ".repeat(20)}" ;
        <http://www.w3.org/ns/dcat#distribution> [ <http://www.w3.org/ns/dcat#downloadURL> <${url}/${index}.csv> ] .`,
    ).join("\n");
    const page = await readDcat(sets, got);
    expect(page.datasets).toHaveLength(2000);
    expect(page).toEqual(await readDcatPage(sets, got));
    const none = "<http://a> <http://b> <http://c> .\n".repeat(20_000);
    await expect(readDcat(none, got)).rejects.toMatchObject({ constructor: BadDocument, message: "DCAT" });
  });

  it("that goes on to itself is no list", async () => {
    const page = `<#p> a <http://www.w3.org/ns/hydra/core#PagedCollection> ; <http://www.w3.org/ns/hydra/core#nextPage> <${url}/putar> . <#c> a <http://www.w3.org/ns/dcat#Catalog> .`;
    answers = { "/putar": send(page, "text/turtle") };
    const kept = await addSource("dcat", "/putar");
    await expect(
      readList({ ...here.service, get: createGet(["127.0.0.1"]) }, kept, new AbortController().signal, () => {}),
    ).rejects.toMatchObject({ code: "harvest.bad-document", params: { reason: "paging" } });
  });

  const anyJson = fc.jsonValue({ maxDepth: 4 });
  const loose = fc.oneof(anyJson, fc.string(), fc.constant(null));
  const dataset = fc.record(
    {
      id: loose,
      identifier: loose,
      name: loose,
      title: loose,
      notes: loose,
      tags: loose,
      keyword: loose,
      resources: fc.oneof(loose, fc.array(fc.record({ id: loose, url: fc.oneof(loose, fc.webUrl()), format: loose }))),
      distribution: fc.oneof(
        loose,
        fc.array(fc.record({ downloadURL: fc.oneof(loose, fc.webUrl()), mediaType: loose })),
      ),
    },
    { requiredKeys: [] },
  );
  it("is read to something that can be kept, or refused, whatever JSON it is", () => {
    fc.assert(
      fc.property(fc.array(dataset), anyJson, (results, other) => {
        const ckan = JSON.stringify({ success: true, result: { count: results.length, results } });
        expect(listPageShape.parse(readCkanPage(ckan, "https://a.example/api/3/action/package_search"))).toBeDefined();
        expect(
          listPageShape.parse(readDataJson(JSON.stringify({ dataset: results }), "https://a.example/")),
        ).toBeDefined();
        for (const read of [readCkanPage, readDataJson]) {
          try {
            read(JSON.stringify(other), "https://a.example/");
          } catch (error) {
            expect((error as Error).constructor.name).toBe("BadDocument");
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is read or refused, whatever bytes claim to be DCAT", async () => {
    const words = fc.constantFrom(
      "<",
      ">",
      "a",
      "<http://a>",
      '"',
      "{",
      "}",
      "[",
      "]",
      "@context",
      ":",
      "xmlns:r='b'",
      "<r:a>",
      "</r:a>",
      "&x;",
      ".",
      " ",
    );
    const text = fc.array(words, { maxLength: 60 }).map((parts) => parts.join(""));
    const types = fc.constantFrom("text/turtle", "application/ld+json", "application/rdf+xml", "text/n3", "");
    await fc.assert(
      fc.asyncProperty(text, types, async (body, type) => {
        const page = await readDcatPage(body, { address: "https://a.example/", type }).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Error);
          return { datasets: [] };
        });
        expect(page.datasets).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
