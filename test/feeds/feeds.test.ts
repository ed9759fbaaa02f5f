/** Atom feeds: well formed, paged, conditional, in both languages, and silent about what is not open. */
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dataset, updateDataset } from "../../src/catalogue/datasets.ts";
import { NOTHING_KNOWN } from "../../src/catalogue/states.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { feedRoutes } from "../../src/feeds/routes.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, givenPackage, givenPublished, givenVersion, seededStore } from "../catalogue/given.ts";
import { BASE_URL, testApp } from "../setup/outlets.ts";

let store: Store;
let app: ReturnType<typeof testApp>["app"];

const title = { id: 'Penduduk <miskin> & "rentan"', en: "Poor & vulnerable people" };

beforeAll(async () => {
  store = await seededStore();
  app = testApp([feedRoutes({ store, states: NOTHING_KNOWN, baseUrl: BASE_URL })]).app;
  const poor = await givenPublished(store, "kemiskinan", {
    title,
    description: { id: "Angka kemiskinan", en: "Poverty" },
    topics: ["kemiskinan"],
    keywords: ["miskin"],
  });
  await givenVersion(store, poor, 2);
  await givenPublished(store, "sekolah", { title: "Sekolah", agency: "dinkes" });
  await givenPublished(store, "rahasia", { access: "closed", title: "Rahasia" });
  await withdraw(await givenPublished(store, "keliru", { title: "Keliru" }));
});
afterAll(() => store.close());

const withdraw = (dataset: Dataset) =>
  store.write((tx) => withdrawVersion(tx, actors.reviewer, dataset, 1 as VersionNumber, "Salah satuan", effects));

const get = async (path: string): Promise<string> => {
  const { text, headers } = await request(app).get(path).expect(200);
  expect(headers["content-type"]).toBe("application/atom+xml; charset=utf-8");
  expectWellFormed(text);
  return text;
};

/** Every element is closed by its own end, and every sign of its own in a text is written as it must be. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [, end, name = "", , empty] of xml
    .replace(/^<\?xml.*\?>/, "")
    .matchAll(/<(\/?)([\w:]+)((?: [\w:]+="[^"<]*")*)(\/?)>/g)) {
    if (end === "/") expect(open.pop()).toBe(name);
    else if (empty !== "/") open.push(name);
  }
  expect(open).toEqual([]);
  const texts = xml.replaceAll(/<[^>]*>/g, "");
  expect(texts.replaceAll(/&(amp|lt|gt|quot);/g, "")).not.toMatch(/[&<]/);
}

const all = (xml: string, pattern: RegExp): readonly string[] =>
  [...xml.matchAll(pattern)].map(([, found = ""]) => found);
const titles = (xml: string) => all(xml, /<entry>.*?<title>(.*?)<\/title>/g);
const idOf = (xml: string) => all(xml, /^<id>(.*?)<\/id>/gm)[0];
const linkOf = (xml: string, rel: string) =>
  all(xml, new RegExp(`^<link rel="${rel}"[^>]* href="(.*?)"`, "gm"))[0]?.replaceAll("&amp;", "&");
const pathOf = (address: string | undefined) => (address ?? "").replace(BASE_URL, "");

describe("GET /feed.atom", () => {
  it("tells what happened, newest first", async () => {
    const xml = await get("/feed.atom");
    const name = "Penduduk &lt;miskin&gt; &amp; &quot;rentan&quot;";
    expect(titles(xml)).toEqual([
      "Ditarik: Keliru, versi 1",
      "Dataset baru: Keliru",
      "Dataset baru: Sekolah",
      `Diperbarui: ${name}, versi 2`,
      `Dataset baru: ${name}`,
    ]);
    expect(xml).not.toContain("ahasia");
    expect(idOf(xml)).toBe(`${BASE_URL}/feed.atom`);
    expect(linkOf(xml, "self")).toBe(`${BASE_URL}/feed.atom`);
    expect(xml).toContain(`<link rel="enclosure" type="text/csv" href="${BASE_URL}/download/kemiskinan/v2.csv"/>`);
    expect(xml).not.toContain("/download/keliru/");
    expect(xml).toContain("Versi ini ditarik: Salah satuan");
    expect(new Set(all(xml, /<entry><id>(.*?)<\/id>/g)).size).toBe(5);
    const newest = all(xml, /<entry>.*?<updated>(.*?)<\/updated>/g)[0];
    expect(all(xml, /^<updated>(.*?)<\/updated>/gm)).toEqual([newest]);
  });

  it("speaks English where it is asked to", async () => {
    const xml = await get("/feed.atom?lang=en");
    expect(titles(xml)[0]).toBe("Withdrawn: Keliru, version 1");
    expect(titles(xml)[3]).toBe("Updated: Poor &amp; vulnerable people, version 2");
    expect(xml).toContain('xml:lang="en"');
    expect(idOf(xml)).toBe(`${BASE_URL}/feed.atom?lang=en`);
  });

  it("answers 304 to whoever has it already", async () => {
    const { headers } = await request(app).get("/feed.atom").expect(200);
    await request(app).get("/feed.atom").set("If-None-Match", String(headers.etag)).expect(304);
    await request(app).get("/feed.atom").set("If-Modified-Since", String(headers["last-modified"])).expect(304);
    await request(app).get("/feed.atom").set("If-None-Match", '"x"').expect(200);
  });

  it("says of a dataset that was closed only that it is no longer open", async () => {
    await givenPublished(store, "ditutup", { title: "Judul yang ditutup" });
    const pkg = await givenPackage(store, "ditutup", { title: "Judul yang ditutup", access: "closed" });
    await store.write((tx) => updateDataset(tx, SYSTEM, pkg, effects));
    const xml = await get("/feed.atom");
    expect(titles(xml)[0]).toBe("Tidak terbuka lagi: ditutup");
    expect(xml).not.toContain("Judul yang ditutup");
  });

  it("is walked to its end by its next links, without a gap or a repetition", async () => {
    const dataset = await givenPublished(store, "panjang", { title: "Panjang" });
    for (let number = 2; number <= 60; number += 1) await givenVersion(store, dataset, number);
    const seen: string[] = [];
    let path = "/feed.atom";
    let pages = 0;
    while (path !== "") {
      const xml = await get(path);
      expect(pathOf(linkOf(xml, "self"))).toBe(path);
      expect(idOf(xml)).toBe(`${BASE_URL}/feed.atom`);
      seen.push(...all(xml, /<entry><id>.*?#(\d+)<\/id>/g));
      path = pathOf(linkOf(xml, "next"));
      pages += 1;
    }
    expect(pages).toBe(2);
    const numbers = seen.map(Number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => other - one));
    expect(numbers.at(-1)).toBe(1);
  });

  it.each(["/feed.atom?after=x", "/feed.atom?lang=fr", "/feed.atom?q=x", "/feeds/dataset.atom?page=2"])(
    "refuses %s",
    async (path) => {
      await request(app).get(path).expect(400);
    },
  );
});

describe("a feed of datasets", () => {
  it("has each dataset once, under its own URI, the newest version first", async () => {
    const xml = await get("/feeds/dataset.atom");
    expect(all(xml, /<entry><id>(.*?)<\/id>/g)).toEqual(
      ["panjang", "keliru", "sekolah", "kemiskinan"].map((slug) => `${BASE_URL}/dataset/${slug}`),
    );
    expect(xml).toContain("<name>Dinas Kesehatan");
    expect(xml).toContain('<category term="miskin"/>');
    expect(xml).toContain("Versi ini ditarik: Salah satuan");
  });

  it.each([
    ["/feeds/dataset.atom?q=kemiskinan", ["kemiskinan"]],
    ["/feeds/dataset.atom?agency=dinkes&agency=bps", ["sekolah"]],
    ["/feeds/dataset.atom?topic=kemiskinan&keyword=miskin", ["kemiskinan"]],
    ["/feeds/organization/dinkes.atom", ["sekolah"]],
    ["/feeds/group/kemiskinan.atom", ["kemiskinan"]],
    ["/feeds/tag/miskin.atom", ["kemiskinan"]],
    ["/feeds/tag/tiada.atom", []],
  ])("chooses: %s", async (path, slugs) => {
    const xml = await get(path);
    expect(all(xml, /<entry><id>.*?\/dataset\/(.*?)<\/id>/g)).toEqual(slugs);
    expect(linkOf(xml, "self")).toBe(`${BASE_URL}${path}`);
    expect(all(xml, /^<updated>(.*?)<\/updated>/gm)).toHaveLength(1);
  });

  it("of an agency that there is not is 404", async () => {
    await request(app).get("/feeds/organization/tiada.atom").expect(404);
  });
});
