/** The catalogue's feed over HTTP: pages, validators, waiting, and what becomes of a dataset that is closed to its readers. */
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeRoutes } from "../../src/api/changes.ts";
import { listChanges } from "../../src/catalogue/changes.ts";
import { updateDataset } from "../../src/catalogue/datasets.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { PUBLIC, SYSTEM } from "../../src/kernel/actor.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, givenPackage, givenPublished, givenVersion, seededStore } from "../catalogue/given.ts";
import { BASE_URL, testApp } from "../setup/outlets.ts";

let store: Store;
const stopping = new AbortController();
let app: ReturnType<typeof testApp>["app"];

beforeAll(async () => {
  store = await seededStore();
  app = testApp([changeRoutes({ store, baseUrl: BASE_URL, stopping: stopping.signal })]).app;
  const first = await givenPublished(store, "penduduk");
  await givenVersion(store, first, 2);
  await givenPublished(store, "rahasia", { access: "closed" });
  await givenPublished(store, "kemiskinan");
  await store.write((tx) => withdrawVersion(tx, actors.reviewer, first, 1 as VersionNumber, "Keliru", effects));
});
afterAll(() => store.close());

interface Answer {
  readonly changes: readonly { seq: number; kind: string; dataset: string; version: number | null; urls: object }[];
  readonly hasNextPage: boolean;
  readonly next: string;
}

const ask = async (query = "", as?: string): Promise<Answer> => {
  const asked = request(app).get(`/api/v1/changes${query}`);
  return (await (as === undefined ? asked : asked.set("Authorization", `Bearer ${as}`)).expect(200)).body;
};
const shown = ({ changes }: Answer) => changes.map(({ kind, dataset, version }) => `${kind} ${dataset} ${version}`);

/** Puts the dataset under another access level or agency. */
async function move(name: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  const pkg = await givenPackage(store, name, more);
  await store.write((tx) => updateDataset(tx, SYSTEM, pkg, effects));
}

describe("GET /api/v1/changes", () => {
  it("tells everything the public may read, oldest first", async () => {
    const all = await ask();
    expect(shown(all)).toEqual([
      "published penduduk 1",
      "published penduduk 2",
      "published kemiskinan 1",
      "withdrawn penduduk 1",
    ]);
    expect(all.hasNextPage).toBe(false);
    expect(all.changes[1]?.urls).toEqual({
      dataset: `${BASE_URL}/dataset/penduduk`,
      csv: `${BASE_URL}/download/penduduk/v2.csv`,
      datapackage: `${BASE_URL}/dataset/penduduk/v2/datapackage.json`,
      diff: `${BASE_URL}/download/penduduk/v1..v2.diff.csv`,
    });
  });

  it("is walked page by page without a gap or a repetition, and ends where nothing is left", async () => {
    const walked: string[] = [];
    let answer = await ask("?first=1");
    for (;;) {
      walked.push(...shown(answer));
      if (answer.changes.length === 0) break;
      answer = await ask(`?first=1&since=${answer.next}`);
    }
    expect(walked).toEqual(shown(await ask()));
    expect((await ask(`?since=${answer.next}`)).next).toBe(answer.next);
  });

  it("is the same feed as GraphQL's", async () => {
    const page = await store.read((tx) => listChanges(tx, PUBLIC, { first: 100 }));
    const { changes, next } = await ask();
    expect(changes.map(({ seq }) => seq)).toEqual(page.nodes.map(({ seq }) => seq));
    expect(next).toBe(page.pageInfo.endCursor);
  });

  it("goes on from a number and from a time", async () => {
    const { changes } = await ask();
    const second = changes[1] as unknown as { seq: number; at: string };
    const rest = shown(await ask()).slice(2);
    expect(shown(await ask(`?since=${second.seq}`))).toEqual(rest);
    expect(shown(await ask(`?since=${encodeURIComponent(second.at)}`))).toEqual(rest);
  });

  it.each([
    ["?since=omong", 400, "request.bad-cursor"],
    ["?since=2025-02-30", 400, "request.bad-time"],
    ["?since=999999", 409, "changes.beyond-end"],
    ["?first=1001", 400, "request.bad-body"],
    ["?sejak=1", 400, "request.bad-body"],
  ])("refuses %s (%i %s)", async (query, status, code) => {
    const { body } = await request(app).get(`/api/v1/changes${query}`).expect(status);
    expect(body.code).toBe(code);
  });

  it("has a tag, a link to what comes next, and is asked anew each time", async () => {
    const { headers, body } = await request(app).get("/api/v1/changes?first=2").expect(200);
    expect(headers.link).toBe(`<${BASE_URL}/api/v1/changes?since=${body.next}&first=2>; rel="next"`);
    expect(headers["cache-control"]).toBe("public, no-cache");
    await request(app).get("/api/v1/changes?first=2").set("If-None-Match", String(headers.etag)).expect(304);
  });

  it("waits until there is something, and no longer than it was told to", async () => {
    const { next } = await ask();
    expect((await ask(`?since=${next}&_wait=0.3`)).changes).toEqual([]);
    const waiting = ask(`?since=${next}&_wait=20`);
    const began = performance.now();
    await givenPublished(store, "baru");
    expect(shown(await waiting)).toEqual(["published baru 1"]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("a dataset that is closed", () => {
  it("leaves one tombstone for those who could read it, and nothing for those who never could", async () => {
    await givenPublished(store, "terbuka");
    const { next } = await ask();
    const other = (await ask("", "other")).next;
    await move("terbuka", { access: "agency" });
    expect(shown(await ask(`?since=${next}`))).toEqual(["removed terbuka null"]);
    expect(shown(await ask()).filter((line) => line.includes("terbuka"))).toEqual(["removed terbuka null"]);
    expect(shown(await ask(`?since=${other}`, "other"))).toEqual(["metadata terbuka null"]);
    await move("terbuka", { access: "closed" });
    expect(shown(await ask(`?since=${next}`))).toEqual(["removed terbuka null"]);
    expect(shown(await ask(`?since=${other}`, "other"))).toEqual(["removed terbuka null"]);
    expect(shown(await ask(`?since=${other}`, "reviewer"))).toEqual(["metadata terbuka null", "metadata terbuka null"]);
    expect(shown(await ask()).join()).not.toContain("rahasia");
  });

  it("comes back with its whole history when it is opened again", async () => {
    const { next } = await ask();
    await move("terbuka", { access: "open" });
    expect(new Set(shown(await ask(`?since=${next}`)))).toEqual(new Set(["metadata terbuka null"]));
    expect(shown(await ask()).filter((line) => line.includes("terbuka"))[0]).toBe("published terbuka 1");
  });

  it("is no change of the feed when only the package for the next upload is put", async () => {
    const { next } = await ask();
    await move("terbuka", { access: "open", title: "Judul baru" });
    expect((await ask(`?since=${next}`)).changes).toEqual([]);
  });
});

describe("a server that is asked to stop", () => {
  it("lets nobody wait any longer", async () => {
    const { next } = await ask();
    const began = performance.now();
    const waiting = ask(`?since=${next}&_wait=30`);
    setTimeout(() => stopping.abort(), 300);
    expect((await waiting).changes).toEqual([]);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
