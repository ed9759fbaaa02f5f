/**
 * What people type, and what they should see first: over the sample datasets, through GraphQL and the page. A query that is not
 * answered as a librarian would answer it belongs into this table.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexWaiting } from "../src/catalogue/search-values.ts";
import { endingsOf } from "../src/formats/formats.ts";
import { importFolder } from "../src/import-package.ts";
import { openTestServer, type TestServer } from "./setup/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  await importFolder(
    server.service,
    fileURLToPath(new URL("../datasets", import.meta.url)),
    new AbortController().signal,
  );
  await indexWaiting(server.service.store, endingsOf);
}, 240_000);

afterAll(() => server.close());

const FIELDS = `totalCount understood { words region from to loose corrected { from to } }
  edges { node { slug } match(lang: ID) { title { text hit } found { field parts { text hit } } } }
  facets { name values { value count } }`;

interface Found {
  readonly totalCount: number;
  readonly understood: Record<string, unknown> & { readonly corrected: readonly { readonly to: string }[] };
  readonly edges: readonly {
    readonly node: { readonly slug: string };
    readonly match: {
      readonly title: readonly { readonly text: string; readonly hit: boolean }[];
      readonly found: { readonly field: string; readonly parts: readonly { readonly hit: boolean }[] } | null;
    };
  }[];
  readonly facets: readonly { readonly name: string; readonly values: readonly { value: string; count: number }[] }[];
}

async function search(text: string, filter = ""): Promise<Found> {
  const query = `query($s: String) { datasets(search: $s, first: 50${filter}) { ${FIELDS} } }`;
  const response = await server.call("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables: { s: text } }),
  });
  const body = (await response.json()) as { data?: { datasets: Found }; errors?: unknown };
  expect(body.errors).toBeUndefined();
  return body.data?.datasets ?? expect.fail("no data");
}

const first = async (text: string): Promise<string | undefined> => (await search(text)).edges[0]?.node.slug;

describe("a search finds first", () => {
  it.each([
    // Words, in any form
    ["penduduk miskin", "penduduk-miskin"],
    ["kemiskinan", "penduduk-miskin"],
    ["orang miskin", "penduduk-miskin"],
    ["indeks pembangunan manusia", "indeks-pembangunan-manusia"],
    ["pengangguran", "tingkat-pengangguran-terbuka"],
    ["menganggur", "tingkat-pengangguran-terbuka"],
    ["jumlah penduduk", "jumlah-penduduk"],
    ["penduduk", "jumlah-penduduk"],
    ["kepadatan", "luas-dan-kepadatan"],
    ["luas wilayah", "luas-dan-kepadatan"],
    ["lama sekolah", "rata-rata-lama-sekolah"],
    ["harga pangan", "harga-pangan-mingguan"],
    ["bencana", "kejadian-bencana"],
    ["aduan", "layanan-informasi-dan-aduan"],
    ["surat keluar", "surat-keluar-dan-tte"],
    ["daftar kecamatan", "daftar-kecamatan"],
    ["anggaran", "apbd-anggaran-dan-realisasi"],
    ["realisasi belanja", "apbd-anggaran-dan-realisasi"],
    ["penerimaan non tunai", "penerimaan-non-tunai"],
    ["program rkpd", "program-rkpd"],
    // Abbreviations
    ["IPM", "indeks-pembangunan-manusia"],
    ["TPT", "tingkat-pengangguran-terbuka"],
    ["APBD", "apbd-anggaran-dan-realisasi"],
    ["RLS", "rata-rata-lama-sekolah"],
    ["TTE", "surat-keluar-dan-tte"],
    ["RKPD", "program-rkpd"],
    ["PPID", "layanan-informasi-dan-aduan"],
    ["ETPD", "penerimaan-non-tunai"],
    // Everyday words and what they are called here
    ["wi-fi gratis", "titik-wifi-publik-makassar"],
    ["hotspot", "titik-wifi-publik-makassar"],
    ["sembako", "harga-pangan-mingguan"],
    ["tanda tangan elektronik", "surat-keluar-dan-tte"],
    ["keluhan masyarakat", "layanan-informasi-dan-aduan"],
    ["baruga sulsel", "layanan-informasi-dan-aduan"],
    ["banjir", "kejadian-bencana"],
    // English
    ["poverty", "penduduk-miskin"],
    ["unemployment rate", "tingkat-pengangguran-terbuka"],
    ["human development index", "indeks-pembangunan-manusia"],
    ["population", "jumlah-penduduk"],
    ["population density", "luas-dan-kepadatan"],
    ["food prices", "harga-pangan-mingguan"],
    ["disaster", "kejadian-bencana"],
    ["complaints", "layanan-informasi-dan-aduan"],
    ["mean years of schooling", "rata-rata-lama-sekolah"],
    // Slips
    ["kemiskian", "penduduk-miskin"],
    ["penganguran", "tingkat-pengangguran-terbuka"],
    ["pendudk miskin", "penduduk-miskin"],
    ["indek pembanguan manusia", "indeks-pembangunan-manusia"],
    ["bencna", "kejadian-bencana"],
    // Not finished
    ["kemisk", "penduduk-miskin"],
    ["pengang", "tingkat-pengangguran-terbuka"],
    ["benca", "kejadian-bencana"],
    // With a region or a period
    ["kemiskinan gowa 2023", "penduduk-miskin"],
    ["ipm makassar", "indeks-pembangunan-manusia"],
    ["kemiskinan 2014", "penduduk-miskin-2014-2015"],
    ["kemiskinan provinsi", "penduduk-miskin-provinsi"],
    ["wifi makassar", "titik-wifi-publik-makassar"],
    ["tpt kab. luwu timur", "tingkat-pengangguran-terbuka"],
    ["penduduk miskin kota parepare tahun 2022", "penduduk-miskin"],
    ["data pengangguran di sulawesi selatan", "tingkat-pengangguran-terbuka"],
  ])("“%s”: %s", async (text, slug) => {
    expect(await first(text)).toBe(slug);
  });
});

describe("a search", () => {
  it("says what it was taken to mean", async () => {
    expect((await search("kemiskinan gowa 2020-2023")).understood).toMatchObject({
      words: ["kemiskinan"],
      region: "73.06",
      from: "2020",
      to: "2023",
      loose: false,
    });
    expect((await search("pengangurann")).understood.corrected).toEqual([{ from: "pengangurann", to: "pengangguran" }]);
  });

  it("marks the words that matched, where they stand", async () => {
    const [hit] = (await search("penduduk miskin")).edges;
    expect(hit?.match.title.filter((part) => part.hit).length).toBeGreaterThan(0);
    const [bySlug] = (await search("susenas")).edges;
    expect(bySlug?.match.found?.parts.some((part) => part.hit)).toBe(true);
  });

  it("finds nothing for nonsense, and something for a part of it", async () => {
    expect((await search("qwxzvb")).totalCount).toBe(0);
    const part = await search("kemiskinan qwxzvb");
    expect([part.totalCount > 0, part.understood.loose]).toEqual([true, true]);
  });

  it("counts each facet under the other filters and not under its own", async () => {
    const all = await search("");
    const chosen = await search("", ', filter: { topic: ["kemiskinan"] }');
    const facet = (found: Found, name: string) => found.facets.find((each) => each.name === name)?.values ?? [];
    expect(chosen.totalCount).toBeLessThan(all.totalCount);
    expect(facet(chosen, "TOPIC")).toEqual(facet(all, "TOPIC"));
    expect(facet(chosen, "AGENCY").reduce((sum, { count }) => sum + count, 0)).toBe(chosen.totalCount);
    expect(facet(all, "YEAR").map(({ value }) => value)).toContain("2023");
    expect(facet(all, "FORMAT").map(({ value }) => value)).toEqual(expect.arrayContaining(["csv", "xlsx", "px"]));
    expect(facet(all, "REGION").map(({ value }) => value)).toContain("73.06");
  });

  it.each(["' or 1=1 --", "a & b | !c <-> d", "\\", "%_%", "'):* &", "\u0000", "😀 data", "(((((("])(
    "is never an expression: %j",
    async (text) => {
      expect((await search(text)).totalCount).toBeGreaterThanOrEqual(0);
    },
  );

  it("is a page with links, and says the same", async () => {
    const html = await (await server.call("/dataset?q=kemiskian+gowa+2023")).text();
    for (const text of ["Wilayah: Gowa", "Periode: 2023", "“kemiskian” dicari sebagai “kemiskinan”", "<mark>"])
      expect(html).toContain(text);
    expect(html).toContain("/dataset?q=kemiskian+gowa+2023&tahun=");
    const narrowed = await (await server.call("/dataset?topik=kemiskinan&instansi=tidak-ada")).text();
    expect(narrowed).toContain("0 dataset");
  });
});
