/** Searches that are not asked again of PostgreSQL, and are never older than the catalogue. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatasetFinder, type FindDatasets } from "../../src/catalogue/dataset-finder.ts";
import { updateDataset } from "../../src/catalogue/datasets.ts";
import { createFacetsMemory } from "../../src/catalogue/facets.ts";
import { createSearchKnowledge } from "../../src/catalogue/search-knowledge.ts";
import { followStates, NOTHING_KNOWN, type States } from "../../src/catalogue/states.ts";
import { type Actor, PUBLIC } from "../../src/kernel/actor.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, faultOf, givenPackage, givenPublished, seededStore } from "./given.ts";

let store: Store;
/** The same store, counting what is read through it. */
let counted: Store;
let reads = 0;
let states: States;
let find: FindDatasets;

beforeAll(async () => {
  store = await seededStore();
  counted = {
    ...store,
    read: (work) => {
      reads += 1;
      return store.read(work);
    },
  };
  states = await followStates(store);
  find = createDatasetFinder(counted, states, createSearchKnowledge(counted, states));
  await givenPublished(store, "padi-satu", { title: "Produksi padi" });
  await givenPublished(store, "padi-dua", { title: "Produksi padi menurut kecamatan" });
});
afterAll(() => store.close());

const padi = { typed: "padi", first: 20 };
const slugsOf = async (actor: Actor, question = padi) =>
  (await find(actor, question)).nodes.map(({ slug }) => slug as string).sort();

describe("createDatasetFinder(store, states, …)", () => {
  it("asks PostgreSQL once, whoever of the public asks again", async () => {
    const first = await find(PUBLIC, padi);
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
    const before = reads;
    expect(await find(PUBLIC, padi)).toEqual(first);
    expect(reads).toBe(before);
    expect(await find(PUBLIC, { ...padi, typed: "beras" })).not.toEqual(first);
    expect(reads).toBeGreaterThan(before);
  });

  it("finds what was published since, and no longer what was closed", async () => {
    expect(await slugsOf(PUBLIC)).toEqual(["padi-dua", "padi-satu"]);
    await givenPublished(store, "padi-tiga", { title: "Luas panen padi" });
    expect(await slugsOf(PUBLIC)).toEqual(["padi-dua", "padi-satu", "padi-tiga"]);
    const closed = await givenPackage(store, "padi-dua", { access: "closed" });
    await store.write((tx) => updateDataset(tx, actors.producer, closed, effects));
    expect(await slugsOf(PUBLIC)).toEqual(["padi-satu", "padi-tiga"]);
    expect(await slugsOf(actors.producer)).toEqual(["padi-dua", "padi-satu", "padi-tiga"]);
    expect(await slugsOf(PUBLIC)).toEqual(["padi-satu", "padi-tiga"]);
  });

  it("walks through its pages by cursors, from memory too", async () => {
    const walk = async (): Promise<string[]> => {
      const slugs: string[] = [];
      let after: string | undefined;
      do {
        const page = await find(PUBLIC, { typed: "padi", first: 1, after });
        slugs.push(...page.nodes.map(({ slug }) => slug));
        after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
      } while (after !== undefined);
      return slugs;
    };
    const walked = await walk();
    expect([...walked].sort()).toEqual(await slugsOf(PUBLIC));
    const before = reads;
    expect(await walk()).toEqual(walked);
    expect(reads).toBe(before);
  });

  it("refuses a cursor of another list each time", async () => {
    const wrong = { typed: "padi", first: 1, after: "bukan" };
    for (let time = 0; time < 2; time += 1) expect(await faultOf(find(PUBLIC, wrong))).toBe("request.bad-cursor");
  });

  it("asks each time while it does not hear of changes", async () => {
    const deaf = createDatasetFinder(counted, NOTHING_KNOWN, createSearchKnowledge(counted, NOTHING_KNOWN));
    const first = await deaf(PUBLIC, padi);
    const before = reads;
    expect(await deaf(PUBLIC, padi)).toEqual(first);
    expect(reads).toBeGreaterThan(before);
  });
});

describe("createFacetsMemory(states)", () => {
  it("counts a search again only when something was changed", async () => {
    const recall = createFacetsMemory(states);
    const count = (actor: Actor) =>
      counted.read(async (tx) => {
        const asked: string[] = [];
        const watched = {
          ...tx,
          query: (sql: string, values: readonly unknown[]) => (asked.push(sql), tx.query(sql, values)),
        };
        const facets = await recall(watched as typeof tx, actor, { filter: { agency: ["disdukcapil"] } });
        return { facets, statements: asked.length };
      });
    const first = await count(PUBLIC);
    expect(first.statements).toBe(1);
    expect(await count(PUBLIC)).toEqual({ facets: first.facets, statements: 0 });
    expect((await count(actors.producer)).statements).toBe(1);
    await givenPublished(store, "padi-empat");
    const later = await count(PUBLIC);
    expect(later.statements).toBe(1);
    expect(later.facets).not.toEqual(first.facets);
  });
});
