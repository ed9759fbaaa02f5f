/** The pages of a dataset over real HTTP: its views, its table, its versions and what changed, its pictures, and hostile texts. */
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexWaiting } from "../../src/catalogue/search-values.ts";
import { withdrawVersion } from "../../src/catalogue/versions.ts";
import { endingsOf } from "../../src/formats/formats.ts";
import { importFolder } from "../../src/import-package.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { actors, effects } from "../catalogue/given.ts";
import { givenTable, publishRows, tableOf } from "../setup/outlets.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const HOSTILE = `"><script>alert('x')</script>`;
const IPM = "/dataset/indeks-pembangunan-manusia";
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  const folder = fileURLToPath(new URL("../../datasets/indeks-pembangunan-manusia", import.meta.url));
  await importFolder(server.service, folder, new AbortController().signal);
  const { store } = server.service;
  const parts = [
    { name: "jenis", type: "string", role: "dimension" },
    { name: "tahun", type: "year", role: "period" },
    { name: "nominal", type: "integer", role: "measure", unit: "rupiah", additive: true },
  ];
  await givenTable(store, "penerimaan", tableOf(parts, ["jenis", "tahun"]), [
    ["pajak", "2024", "75"],
    ["retribusi", "2024", "20"],
    ["lain", "2024", "5"],
  ]);
  const rates = [
    { name: "kode_wilayah", type: "string", role: "region" },
    { name: "tahun", type: "year", role: "period" },
    { name: "angka", type: "number", role: "measure", unit: "persen" },
  ];
  await givenTable(store, "angka-wilayah", tableOf(rates, ["kode_wilayah", "tahun"]), [
    ...["2023", "2024"].flatMap((year) => [
      ["73", year, "6.5"],
      ["73.06", year, "9"],
      ["73.71", year, "3"],
      ["73.72", year, "5"],
      ["73.73", year, "7"],
    ]),
  ]);
  const fields = [
    { name: "kode", type: "string", role: "dimension", title: HOSTILE },
    { name: "tahun", type: "year", role: "period" },
    {
      name: "nilai",
      type: "number",
      role: "measure",
      unit: HOSTILE,
      definition: HOSTILE,
      indicator: { method: HOSTILE },
    },
    { name: "ket", type: "string" },
  ];
  const table = tableOf(fields, ["kode", "tahun"]);
  const rows = Array.from({ length: 120 }, (_, at) => [`k${String(at).padStart(3, "0")}`, "2024", String(at), HOSTILE]);
  const activity = { activityTitle: HOSTILE, collection: "survey", collectionFrom: "2024-03-01" };
  const dataset = await givenTable(store, "jahat", { ...table, title: HOSTILE, description: HOSTILE, activity }, rows);
  await publishRows(store, dataset, [...rows.slice(1), ["k000", "2024", "1234.5", HOSTILE], ["z", "2024", "7", null]]);
  const gone = await givenTable(store, "ditarik", table, [["a", "2024", "1", null]], [["a", "2024", "2", null]]);
  await store.write((tx) =>
    withdrawVersion(tx, actors.reviewer, gone, 1 as VersionNumber, `salah ${HOSTILE}`, effects),
  );
  await indexWaiting(store, endingsOf);
});
afterAll(() => server.close());

const html = async (path: string): Promise<string> => {
  const response = await server.call(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};
const hrefs = (page: string, text: string): readonly string[] =>
  [...page.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)</g)].flatMap(([, href = "", said]) =>
    said === text ? [href.replaceAll("&amp;", "&")] : [],
  );

describe("a dataset's page", () => {
  it("says what it is, from whom, of when, how fresh and how good", async () => {
    const page = await html(IPM);
    for (const text of [
      "Badan Pusat Statistik Provinsi Sulawesi Selatan",
      "<strong>2022–2024</strong>",
      "Tepat waktu, jadwal tahunan",
      "72 dari 72 nilai ada.",
      "Tidak ada keraguan pada 72 baris.",
      "Unduh CSV",
      "Baruga Sulsel",
      `${IPM}/v2..v3`,
    ])
      expect(page).toContain(text);
    expect(page.indexOf("button main")).toBe(page.lastIndexOf("button main"));
  });

  it("names the forms in which machines can have it, each with the type that it answers with", async () => {
    const linked = async (path: string) =>
      [...(await html(path)).matchAll(/<link rel="alternate" type="([^"]*)" href="([^"]*)"/g)].flatMap(
        ([, type = "", href = ""]) => (href.startsWith("/feed") ? [] : [{ type, href }]),
      );
    expect((await linked(`${IPM}/v2`)).map(({ href }) => href)).toEqual([
      "/download/indeks-pembangunan-manusia/v2.csv",
      `${IPM}/v2/datapackage.json`,
    ]);
    const found = await linked(IPM);
    expect(found).toHaveLength(5);
    for (const { type, href } of found) {
      const { status, headers } = await server.call(href);
      expect({ href, status, type: headers.get("content-type")?.split(";")[0] }).toEqual({ href, status: 200, type });
    }
    expect((await server.call(IPM)).headers.get("vary")).toContain("Accept");
  });

  it("says in its headline what the numbers say, of the period that is chosen", async () => {
    expect(await html(IPM)).toContain(">Makassar dan Palopo tertinggi; Jeneponto terendah<");
    expect(await html(`${IPM}?tampil=tren&lang=en`)).toContain(">Up in 24 of 24 since 2022<");
    expect(await html(`${IPM}?tahun=2022`)).toContain(">70,27<");
    expect(await html(`${IPM}?tampil=peta`)).toContain("Kota Makassar: 85,23, 2024, peringkat 1 dari 24");
  });

  it("draws the province as a line to compare with, where it has a row, and not as a region among them", async () => {
    const ranking = await html("/dataset/angka-wilayah?tampil=peringkat");
    expect(ranking).toContain(">provinsi 6,5<");
    expect(ranking.match(/<rect class="chart-bar"/g)).toHaveLength(2 * 4);
    expect(await html("/dataset/angka-wilayah?tampil=tren")).toMatch(/class="chart-province".*>provinsi 6,5</);
  });

  it("shows what composes a whole that may be summed, and nothing of the kind where it may not", async () => {
    expect(await html("/dataset/penerimaan?tampil=komposisi")).toContain("Pajak bagian terbesar: 75%");
    expect(await html(IPM)).not.toContain("tampil=komposisi");
  });

  it("defines its columns, and shows examples that name it", async () => {
    const definitions = await html("/dataset/jahat?tampil=definisi");
    for (const text of ["<code>nilai</code>", "Metode penghitungan", "survei: sebagian didata", "1 Maret 2024"])
      expect(definitions).toContain(text);
    const use = await html(`${IPM}/pakai`);
    for (const text of ["pd.read_csv", "read.csv", "await fetch", "Csv.Document", "QgsVectorLayer", "/graphql/indeks"])
      expect(use).toContain(text);
    expect(use).toContain(`${server.url}/download/indeks-pembangunan-manusia/v3.csv`);
  });

  it("runs the questions of its examples", async () => {
    const use = (await html(`${IPM}/pakai`)).replaceAll("&#34;", '"').replaceAll("&lt;", "<");
    const questions = [...use.matchAll(/curl "([^"]*graphql[^"]*)"[^\n]*\n(.*)\nJSON/g)];
    expect(questions).toHaveLength(2);
    for (const [, address = "", body = ""] of questions) {
      const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      expect(await response.json()).not.toHaveProperty("errors");
    }
  });

  it.each(["", "?tampil=tabel", "?tampil=definisi", "?tampil=tren", "/v1..v2", "/pakai", "/v1", "/sisip"])(
    "lets no text of the data become markup: %s",
    async (path) => {
      const page = await html(`/dataset/jahat${path}`);
      expect(page.replace(/="[^"]*"/g, "")).not.toMatch(/<script(?! type)|alert\('x'\)<\/script>/);
      expect(page).not.toContain('"><script');
      expect(page).not.toMatch(/ style=/);
    },
  );

  it("carries its description in the words of schema.org, which no text of it leaves", async () => {
    const carried = async (path: string) =>
      /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await html(path))?.[1];
    expect(JSON.parse((await carried("/dataset/jahat")) ?? "")).toMatchObject({
      "@type": "Dataset",
      "@id": `${server.url}/dataset/jahat`,
      name: HOSTILE,
    });
    const other = JSON.parse((await carried(`${IPM}?tampil=tren&lang=en`)) ?? "") as Record<string, unknown>;
    expect(other).toMatchObject({ version: "3", temporalCoverage: "2022-01-01/2024-12-31" });
    expect(await carried(`${IPM}/v1`)).toBeUndefined();
  });

  it.each([
    ["/dataset/tidak-ada", 404],
    [`${IPM}/v99`, 404],
    [`${IPM}/v99.bib`, 404],
    [`${IPM}/entah`, 404],
    [`${IPM}?tampil=tabel&entah=1`, 400],
    [`${IPM}?tampil=tabel&tahun=abc`, 400],
    [`${IPM}?tampil=tabel&_after=%5B%5D`, 400],
    [`${IPM}/grafik.gif`, 404],
    [`${IPM}/grafik.png?tampil=tabel`, 404],
    ["/dataset/ditarik/v1/grafik.svg", 410],
    ["/dataset/ditarik/v1..v2", 410],
  ])("answers %s with %i", async (path, status) => {
    expect((await server.call(path)).status).toBe(status);
  });

  it("is not sent again, nor made again, while nothing of it has changed", async () => {
    await html(IPM);
    const first = await server.call(IPM);
    const etag = first.headers.get("etag") ?? "";
    await first.text();
    expect((await server.call(IPM, { headers: { "If-None-Match": etag } })).status).toBe(304);
    expect((await server.call(`${IPM}?lang=en`, { headers: { "If-None-Match": etag } })).status).toBe(200);
  });

  it("is small: page, style sheets and script together under 60 KB compressed", async () => {
    const { default: http } = await import("node:http");
    const get = (path: string): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        http
          .get(`${server.url}${path}`, { headers: { "Accept-Encoding": "br" } }, (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.on("end", () => resolve(Buffer.concat(parts)));
          })
          .on("error", reject);
      });
    const page = await get(IPM);
    const text = brotliDecompressSync(page).toString();
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js|svg)[^"]*)"/g)].map(
      ([, path = ""]) => path,
    );
    const sizes = await Promise.all([...new Set(assets)].map(async (path) => (await get(path)).length));
    expect(assets.length).toBeGreaterThan(2);
    expect(page.length + sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  });
});

describe("the table of rows", () => {
  it("filters, sorts and tells where the same can be downloaded", async () => {
    const page = await html(`${IPM}?tampil=tabel&tahun=2024&ipm.gte=80,97&_sort=-ipm&kategori=`);
    expect(page).toContain("3 dari 72 baris");
    expect(page.indexOf("85,23")).toBeLessThan(page.indexOf("80,97</span>"));
    const [download = ""] = hrefs(page, "Unduh seperti tampak");
    expect(download).toBe("/download/indeks-pembangunan-manusia/v3.csv?tahun=2024&ipm.gte=80.97&_sort=-ipm");
    expect((await (await server.call(download)).text()).trim().split("\n")).toHaveLength(4);
  });

  it("walks over every row of one version once, whatever is published meanwhile", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/dataset/jahat/v1?tampil=tabel";
    for (let pages = 0; path !== undefined && pages < 10; pages += 1) {
      const page: string = await html(path);
      seen.push(...[...page.matchAll(/<span>(k\d{3}|z)<\/span>/g)].map(([, code = ""]) => code));
      [path] = hrefs(page, "Baris berikutnya");
      if (path !== undefined) expect(path).toContain("/v1?");
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it("begins again where the order is another, and refuses a place of another order", async () => {
    const [next = ""] = hrefs(await html("/dataset/jahat?tampil=tabel"), "Baris berikutnya");
    expect((await server.call(`${next}&_sort=nilai`)).status).toBe(400);
  });
});

describe("versions", () => {
  it("say when they are not the newest, and why they were withdrawn, without their figures", async () => {
    expect(await html(`${IPM}/v1`)).toContain("Anda melihat versi 1. Versi terbaru adalah versi 3.");
    const gone = await html("/dataset/ditarik/v1");
    expect(gone).toContain("Versi 1 ditarik pada");
    expect(gone).not.toContain('class="tabs"');
    expect(gone).not.toContain("/download/ditarik/v1.csv");
  });

  it("differ cell by cell, the biggest movements first", async () => {
    const page = await html("/dataset/jahat/v1..v2");
    expect(page).toContain("1 baris baru, 1 baris berubah.");
    expect(page).toContain("+1.234,5");
    expect(page).toContain('href="/download/jahat/v1..v2.diff.csv"');
    expect(await html(`${IPM}/v2..v3`)).toContain("Kolom “kategori” (teks) ditambahkan.");
  });

  it("are cited with their address that never changes", async () => {
    const response = await server.call(`${IPM}/v2.bib`);
    expect(await response.text()).toContain(`url = {${server.url}${IPM}/v2}`);
    expect(await html(IPM)).toContain(`${server.url}${IPM}/v3 (diakses`);
  });
});

describe("pictures", () => {
  it("stand alone with their source, period and version inside, as SVG and as PNG", async () => {
    const svg = await server.call(`${IPM}/grafik.svg?tahun=2023`);
    expect(svg.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    const text = await svg.text();
    for (const part of ["2023", "versi 3", "/dataset/indeks-pembangunan-manusia", "Sumber:"])
      expect(text).toContain(part);
    const png = await server.call(`${IPM}/v2/grafik.png?tampil=peta`);
    const bytes = Buffer.from(await png.arrayBuffer());
    expect([png.status, bytes.subarray(1, 4).toString()]).toEqual([200, "PNG"]);
    expect(bytes.length).toBeGreaterThan(20_000);
    const etag = png.headers.get("etag") ?? "";
    expect((await server.call(`${IPM}/v2/grafik.png?tampil=peta`, { headers: { "If-None-Match": etag } })).status).toBe(
      304,
    );
  });

  it("may be framed by anybody, and nothing else may", async () => {
    const policy = async (path: string): Promise<string> =>
      (await server.call(path)).headers.get("content-security-policy") ?? "";
    expect(await policy(`${IPM}/sisip?tampil=tren`)).toContain("frame-ancestors *");
    expect((await server.call(`${IPM}/sisip`)).headers.has("x-frame-options")).toBe(false);
    for (const path of [IPM, `${IPM}/pakai`]) expect(await policy(path)).toContain("frame-ancestors 'self'");
  });
});

describe("the list of datasets", () => {
  it("says how fresh each is, what it is narrowed to, and where the search can be followed", async () => {
    const page = await html("/dataset?q=indeks&topik=pembangunan-manusia&wilayah=73.06");
    for (const text of ["Tepat waktu, jadwal tahunan", 'class="chosen"']) expect(page).toContain(text);
    const [feed = ""] = hrefs(page, "Ikuti pencarian ini (Atom)");
    expect(feed).toBe("/feeds/dataset.atom?q=indeks&topic=pembangunan-manusia&region=73.06");
    expect((await server.call(feed)).status).toBe(200);
  });
});
