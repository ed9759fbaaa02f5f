/** Indicators, regions, agencies and topics as pages, from real datasets. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { sayExtremes, scaled, scaleOf, showChange, showScaled } from "../../src/web/show-figure.ts";
import { checkAccessibility, describeInBrowser, walkByKeyboard } from "../setup/browser.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let server: TestServer;
const SAMPLES = [
  "indeks-pembangunan-manusia",
  "jumlah-penduduk",
  "penduduk-miskin-2014-2015",
  "penduduk-miskin-provinsi",
  "penduduk-miskin",
  "harga-pangan-mingguan",
];
beforeAll(async () => {
  server = await openTestServer();
  for (const slug of SAMPLES) {
    const folder = fileURLToPath(new URL(`../../datasets/${slug}`, import.meta.url));
    await importFolder(server.service, folder, new AbortController().signal);
  }
});
afterAll(() => server.close());

const html = async (path: string): Promise<string> => (await server.call(path)).text();
const status = async (path: string): Promise<number> => (await server.call(path)).status;

describe("what numbers say", () => {
  const named = (...values: (string | null)[]) => values.map((value, at) => ({ name: "ABCDEFGH"[at] ?? "", value }));

  it.each([
    [named("9", "8", "7", "6", "1"), "A dan B tertinggi; E terendah"],
    [named("9", "8", "1"), "A tertinggi; C terendah"],
    [named("9", "9", "7", "6", "1"), "A dan B tertinggi; E terendah"],
    [named("9", "9", "9", "6", "1"), "3 wilayah sama-sama tertinggi; E terendah"],
    [named("9", "8", "7", "1", "1"), "A dan B tertinggi; 2 wilayah sama-sama terendah"],
    [named("3", "3"), "Semua wilayah sama"],
    [named("3", null), ""],
    [named("-3", "-4"), "A tertinggi; B terendah"],
  ])("%j: %s", (values, said) => {
    expect(sayExtremes(values, "id")).toBe(said);
  });

  it("are short where they are long, and exact where they are not", () => {
    expect(showScaled("914847634000", "id")).toEqual({ number: "914,85", scale: { power: 9, word: "miliar" } });
    expect(showScaled("9528276", "id").number).toBe("9.528.276");
    expect(showChange("-0.17", "poin persen", "en")).toBe("0.17 percentage points");
    expect(scaled("12.50", scaleOf(["12.50", null], "id"))).toBe("12.50");
  });
});

describe("/indikator/{slug}", () => {
  it("says what the numbers say, with map, ranking, trend, table, definition and sources", async () => {
    const page = await html("/indikator/persentase-penduduk-miskin");
    for (const text of [
      "Pangkep dan Jeneponto tertinggi; Makassar terendah. Keadaan 2024, persen.",
      "<title>Gowa: 6,85, 2024, peringkat 7 dari 24</title>",
      "garis putus: provinsi 8,06",
      "Persentase penduduk miskin dari waktu ke waktu",
      "Makin rendah makin baik",
      "Sumber: BPS Sulsel · penduduk-miskin, versi\u00a02",
      "/download/penduduk-miskin/v2.csv",
    ])
      expect(page).toContain(text);
    // Every regency and the province has its row.
    expect(page.match(/<th scope="row"/g)).toHaveLength(25);
  });

  it("shows the period and the regions that are chosen", async () => {
    const page = await html("/indikator/persentase-penduduk-miskin?periode=2015&wilayah=73.06,73.18&wilayah=99.99");
    expect(page).toContain("Keadaan 2015");
    expect(page).toMatch(/Garis untuk Gowa, Tana Toraja, Provinsi/);
    expect(await html("/indikator/persentase-penduduk-miskin?periode=%3Cb%3E")).toContain("Keadaan 2024");
  });

  it("leaves a gap where years are missing", async () => {
    const svg = await html("/indikator/persentase-penduduk-miskin/tren.svg?wilayah=73.06");
    expect(/ d="([^"]+)"/.exec(svg)?.[1]).toBeDefined();
    expect([...svg.matchAll(/ d="([^"]+)"/g)].some(([, path = ""]) => (path.match(/M/g) ?? []).length === 2)).toBe(
      true,
    );
  });

  it("gives each picture as a file that says where it is from", async () => {
    for (const name of ["peta", "peringkat", "tren"]) {
      const response = await server.call(`/indikator/persentase-penduduk-miskin/${name}.svg`);
      expect([
        response.status,
        response.headers.get("content-type"),
        response.headers.get("content-disposition"),
      ]).toEqual([200, "image/svg+xml; charset=utf-8", `attachment; filename=persentase-penduduk-miskin-${name}.svg`]);
      const etag = response.headers.get("etag") ?? "";
      expect(await response.text()).toContain("versi\u00a02");
      const again = await server.call(`/indikator/persentase-penduduk-miskin/${name}.svg`, {
        headers: { "If-None-Match": etag },
      });
      expect(again.status).toBe(304);
    }
  });

  it("leads from a measure to the indicator that it is part of, and nowhere from what is not there", async () => {
    const response = await server.call("/indikator/indeks-pembangunan-manusia-ipm", { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([301, "/indikator/indeks-pembangunan-manusia"]);
    expect([await status("/indikator/tidak-ada"), await status("/indikator/persentase-penduduk-miskin/x.svg")]).toEqual(
      [404, 404],
    );
  });

  it("is told unchanged until one of its datasets changes", async () => {
    const etag = (await server.call("/indikator/jumlah-penduduk")).headers.get("etag") ?? "";
    expect(etag).toContain("jumlah-penduduk");
    const response = await server.call("/indikator/jumlah-penduduk", { headers: { "If-None-Match": etag } });
    expect(response.status).toBe(304);
  });

  it("says that sample data is sample data", async () => {
    expect(await html("/indikator/harga-beras-medium")).toContain('<span class="tag sample">data contoh</span>');
  });

  it("are listed by topic and found by words", async () => {
    const page = await html("/indikator");
    expect(page).toContain('href="/topik/kemiskinan"');
    expect(page).toContain("9.528.276");
    expect(await html("/indikator?q=miskin")).not.toContain("Jumlah penduduk</a>");
    expect(await html(`/indikator?q=${encodeURIComponent("<b>zz")}`)).toContain("Tidak ada indikator yang cocok");
  });
});

describe("/wilayah", () => {
  it("lists the 24 beside their map", async () => {
    const page = await html("/wilayah");
    expect(new Set([...page.matchAll(/href="\/wilayah\/(73\.\d\d)"/g)].map(([, code]) => code)).size).toBe(24);
  });

  it("has a profile of each with rank, province, a neighbour and source", async () => {
    const page = await html("/wilayah/73.06?banding=73.71");
    for (const text of [
      "Kabupaten Gowa dalam angka",
      "6,85",
      "7 / 24",
      "8,06",
      "4,97",
      "BPS Sulsel · v2",
      "18 kecamatan",
    ])
      expect(page).toContain(text);
    expect(await html("/wilayah/73.06")).toMatch(/<option value="73.02" selected[^>]*>Bulukumba/);
  });

  it("says where to look where a district has no figures, and 404 where there is no region", async () => {
    expect(await html("/wilayah/73.06.01")).toContain('href="/wilayah/73.06"');
    expect([await status("/wilayah/99"), await status("/wilayah/%3Cb%3E"), await status("/wilayah/73.06%00")]).toEqual([
      404, 404, 404,
    ]);
  });

  it("speaks English", async () => {
    const page = await html("/wilayah/73.71?lang=en");
    for (const text of ["Makassar City in figures", "1 / 24", "Compare with"]) expect(page).toContain(text);
  });
});

describe("/instansi and /topik", () => {
  it("shows an agency's datasets, when the next are promised, and its punctuality", async () => {
    expect(await html("/instansi")).toContain('href="/instansi/bps-sulsel"');
    const page = await html("/instansi/bps-sulsel");
    expect(page).toMatch(/\d dari \d dataset berjadwal terbit tepat waktu\. Mutu nilainya rata-rata \d+ dari 100\./);
    expect(page).toMatch(/href="\/dataset\/penduduk-miskin#mutu">\d+ dari 100</);
    expect(page).toContain("/feeds/organization/bps-sulsel.atom");
    expect(await status("/instansi/tidak-ada")).toBe(404);
  });

  it("shows a topic's indicators and datasets", async () => {
    const page = await html("/topik/kemiskinan");
    for (const text of [
      "/indikator/persentase-penduduk-miskin",
      "/dataset/penduduk-miskin",
      "/feeds/group/kemiskinan.atom",
    ])
      expect(page).toContain(text);
    expect(await status("/topik/tidak-ada")).toBe(404);
    expect([await status("/topik/%00"), await status("/instansi/%00"), await status("/indikator/%00")]).toEqual([
      404, 404, 404,
    ]);
    expect(await status("/indikator?q=%00")).toBe(200);
  });
});

describe("/docs/codes", () => {
  it("says what the type of an error means, in both languages, where the type points to", async () => {
    const problem = JSON.parse(await (await server.call("/download/tidak-ada.csv")).text()) as {
      readonly type: string;
    };
    const [path = "", code = ""] = problem.type.split("#");
    expect(await html(path)).toContain(`<dt id="${code}">`);
    expect(await html(path)).toContain("Arti sebuah kode tidak pernah berubah");
    expect(await html(`${path}?lang=en`)).toContain("A code never changes its meaning");
  });
});

describe("/tentang, /pengembang and /status", () => {
  it("say what is official, name Baruga Sulsel, and speak English", async () => {
    expect(await html("/tentang")).toContain("melalui Baruga Sulsel");
    expect(await html("/tentang?lang=en")).toContain("What official means here");
  });

  it("give examples that run as they stand", async () => {
    const page = await html("/pengembang");
    const examples = [...page.matchAll(/<code id="contoh-[a-z]+">([^<]+)<\/code>/g)].map(([, text = ""]) =>
      text.replaceAll("&amp;", "&").replaceAll("&#34;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<"),
    );
    expect(examples).toHaveLength(9);
    const reads = examples.filter((text) => text.startsWith("curl") && !text.includes("POST"));
    for (const text of reads) {
      const [address = ""] = /http:[^' ]+/.exec(text) ?? [];
      expect([text, (await fetch(address)).status]).toEqual([text, 200]);
    }
    expect(reads).toHaveLength(7);
  });

  it("tell how the service stands without telling secrets", async () => {
    const page = await html("/status");
    expect(page).toMatch(/menjawab dalam \d+ ms/);
    expect(page).toContain("<td>6</td>");
    // What runs here is nobody's business who looks for its faults.
    expect(page).not.toMatch(/PostgreSQL \d|Node \d/);
    expect(page).not.toMatch(/postgres:\/\/|127\.0\.0\.1|\/tmp\//);
  });
});

describeInBrowser("these pages in a browser", ({ newPage }) => {
  it("are walked through by the Tab key alone", async () => {
    const page = await newPage();
    for (const path of ["/dataset?q=miskin", "/wilayah"]) {
      await page.goto(`${server.url}${path}`);
      expect([path, ...(await walkByKeyboard(page))]).toEqual([path]);
    }
  }, 30_000);

  it("are accessible, in both languages and themes, and never scroll sideways", async () => {
    const paths = [
      "/indikator",
      "/indikator/persentase-penduduk-miskin",
      "/wilayah",
      "/wilayah/73.06",
      "/instansi/bps-sulsel",
    ];
    const page = await newPage({ viewport: { width: 360, height: 740 } });
    for (const [at, path] of [
      ...paths,
      "/topik/kemiskinan",
      "/instansi",
      "/pengembang",
      "/tentang",
      "/status",
    ].entries()) {
      const english = at % 2 === 0;
      await page.emulateMedia({ colorScheme: english ? "dark" : "light" });
      await page.goto(`${server.url}${path}?lang=${english ? "en" : "id"}`);
      expect([path, ...(await checkAccessibility(page))]).toEqual([path]);
      expect([path, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([path, 360]);
    }
  }, 90_000);

  it("chooses a neighbour without script, and at once with it", async () => {
    const page = await newPage();
    await page.goto(`${server.url}/wilayah/73.06`);
    expect(await page.getByRole("button", { name: "Bandingkan" }).isVisible()).toBe(false);
    await page.getByLabel("Bandingkan dengan").selectOption("73.71");
    await page.waitForURL(/banding=73\.71/);
    const plain = await newPage({ javaScriptEnabled: false });
    await plain.goto(`${server.url}/wilayah/73.06`);
    expect(await plain.getByRole("button", { name: "Bandingkan" }).isVisible()).toBe(true);
  });

  it("reads a tile's value at the focus", async () => {
    const page = await newPage();
    await page.goto(`${server.url}/indikator/persentase-penduduk-miskin`);
    await page
      .getByRole("link", { name: /^Gowa: 6,85/ })
      .first()
      .focus();
    expect(await page.locator(".reading").innerText()).toBe("Gowa: 6,85, 2024, peringkat 7 dari 24");
  });

  it("prints a profile on one sheet", async () => {
    const page = await newPage();
    await page.goto(`${server.url}/wilayah/73.06`);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)).toHaveLength(1);
  });
});
