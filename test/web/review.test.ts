/** The reviewer's pages over real HTTP: the queue, one upload, the decision, the embargo, and what must not be possible. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listMessages } from "../../src/catalogue/messages.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { localTime } from "../../src/kernel/wita.ts";
import { givenPerson } from "../setup/people.ts";
import { changed, csv, givenReview, packageOf, type ReviewGiven, SLUG, type Visitor } from "./review-given.ts";

let given: ReviewGiven;
let reviewer: Visitor;
let second: Visitor;
let officer: Visitor;
let colleague: Actor;

beforeAll(async () => {
  given = await givenReview();
  reviewer = await given.visitor("reviewer");
  second = await given.visitor("reviewer");
  officer = await given.visitor("producer", "dinsos");
  colleague = await givenPerson(given.server.service.store, "Rekan", { role: "producer", agency: "dinsos" });
});
afterAll(() => given.server.close());

/** Declares, publishes a first version, and submits an upload that changes it. */
async function givenSubmitted(slug: string, title = `Judul ${slug}`): Promise<string> {
  await given.officer.declare(packageOf(slug, title));
  const first = await given.officer.send(slug, csv([2022, 2023, 2024]));
  expect(await given.reviewer.post(`/api/v1/uploads/${first.id}/publish`, {})).toMatchObject({ status: 200 });
  return (await given.submit(slug, changed(), { note: `Perbaikan ${slug}` })).id;
}

const statusOf = async (id: string): Promise<unknown> => (await given.officer.get(`/api/v1/uploads/${id}`)).body.status;

describe("one upload under review", () => {
  let html: string;
  let id: string;
  beforeAll(async () => {
    const file = changed().replace("14.75", "147.5");
    const sent = await given.officer.send(SLUG, file, { note: '<img src=x onerror=alert(1)> "Susenas"' });
    const issue = sent.report.issues.find(({ code }) => code === "cell/above-maximum");
    await given.officer.decide(sent.id, [
      {
        issue: { code: "cell/above-maximum", row: issue?.row, field: "persentase" },
        correct: "14.75",
        reason: "Salah ketik",
      },
    ]);
    await given.officer.decide(sent.id, [
      { issue: { code: "table/gone-since-version" }, override: true, reason: "Ditarik BPS" },
    ]);
    expect(await given.officer.post(`/api/v1/uploads/${sent.id}/submit`)).toMatchObject({ status: 200 });
    id = sent.id;
    html = (await reviewer.get(`/kerja/tinjau/${id}`)).html;
  }, 60_000);

  it("shows the biggest movement first, with difference and per cent, and what goes and comes", () => {
    const [gowa, makassar] = [html.indexOf("Gowa (73.06) · 2024"), html.indexOf("Makassar (73.71) · 2024")];
    expect([gowa > 0, makassar > gowa]).toEqual([true, true]);
    for (const text of ["8,25", "14,75", "+6,50", "+78,8 %", "−0,75", "−7,3 %", "35 → 99"])
      expect(html).toContain(text);
    expect(html).toMatch(/Baris yang dihapus[\s\S]*Bone[\s\S]*Baris yang ditambah/);
  });

  it("draws the measure before and after, and another one when asked", async () => {
    expect(html).toContain("Penduduk miskin: sebelum dan sesudah");
    expect(html).toContain("Rata-rata semua baris menurut periode (persen)");
    const other = await reviewer.get(`/kerja/tinjau/${id}?ukuran=jumlah`);
    expect(other.html).toContain("Jumlah semua baris menurut periode (ribu jiwa)");
    expect((await reviewer.get(`/kerja/tinjau/${id}?ukuran=kode_wilayah`)).status).toBe(200);
  });

  it("shows what the officer mended, with the original, and why a warning is right", () => {
    expect(html).toContain("<del>147.5</del>");
    expect(html).toContain("<ins>14.75</ins>");
    expect(html).toContain("Salah ketik");
    expect(html).toContain("Ditarik BPS");
  });

  it("says which checks were passed, on how many values, and which left a finding", () => {
    expect(html).toContain("95 nilai: 19 baris × 5 kolom.");
    expect(html).toMatch(
      /Kunci unik<\/th><td class="prose">Kode wilayah, Tahun<\/td><td class="figure">38<\/td><td><span class="ok">/,
    );
    expect(html).toMatch(/Kewajaran terhadap versi terbit[\s\S]{0,120}! 1 temuan/);
  });

  it("escapes what people wrote", () => {
    expect(html).toContain("&lt;img src=x onerror=alert(1)>");
    expect(html).not.toContain("<img src=x");
  });

  it("is there for reviewers alone", async () => {
    expect((await officer.get(`/kerja/tinjau/${id}`)).status).toBe(403);
    expect((await officer.get("/kerja/tinjau")).status).toBe(403);
    expect((await officer.post(`/kerja/tinjau/${id}/kembalikan`, { alasan: "x" })).status).toBe(403);
    expect((await officer.post(`/kerja/tinjau/${id}/terbit`)).status).toBe(403);
    expect((await reviewer.get("/kerja/tinjau/bukan-id")).status).toBe(404);
    expect(await statusOf(id)).toBe("submitted");
  });

  it("gives the original as an attachment and the workbook with its marks", async () => {
    const original = await reviewer.get(`/kerja/tinjau/${id}/berkas`);
    expect(original.html).toContain("147.5");
    expect(original.headers.get("content-type")).toBe("text/csv");
    expect(original.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(original.headers.get("content-security-policy")).toContain("sandbox");
    const workbook = await reviewer.get(`/kerja/tinjau/${id}/laporan.xlsx`);
    expect([workbook.status, workbook.html.slice(0, 2)]).toEqual([200, "PK"]);
    expect(workbook.headers.get("content-disposition")).toMatch(/^attachment; filename="?laporan-/);
    expect((await (await given.visitor("producer", "dinkes")).get(`/kerja/tinjau/${id}/berkas`)).status).toBe(403);
  });

  it("never gives a page that calls itself a workbook as a page", async () => {
    const page = "<html><table><tr><td>kode_wilayah</td></tr></table><script>alert(1)</script></html>";
    const sent = await given.officer.send(SLUG, page, { name: "laporan.html" });
    const original = await reviewer.get(`/kerja/tinjau/${sent.id}/berkas`);
    expect(original.headers.get("content-type")).toBe("application/octet-stream");
    expect(original.headers.get("content-disposition")).toMatch(/^attachment/);
  });
});

describe("a decision", () => {
  it("publishes, says so, tells the officers, and leads to the next in the queue", async () => {
    const other = await givenSubmitted("antre-satu");
    const id = await givenSubmitted("terbit-uji");
    const answer = await reviewer.post(`/kerja/tinjau/${id}/terbit`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/kerja/tinjau/${id}#keputusan`]);
    const { html } = await reviewer.get(`/kerja/tinjau/${id}`);
    expect(html).toContain("✓ Terbit sebagai versi 2");
    expect(html).toMatch(/<a class="button main" href="\/kerja\/tinjau\/[0-9a-f-]+">Berikutnya: /);
    expect(html).not.toContain(`action="/kerja/tinjau/${id}/terbit"`);
    const { nodes } = await given.server.service.store.read((tx) => listMessages(tx, colleague, { first: 1 }));
    expect(nodes[0]).toMatchObject({ kind: "published", version: 2, upload: id });
    const again = await second.post(`/kerja/tinjau/${id}/terbit`);
    expect([again.status, again.html.includes('role="alert"')]).toEqual([409, true]);
    expect(await statusOf(other)).toBe("submitted");
  });

  it("is not made by whoever sent the file: shown, and enforced", async () => {
    const sent = await given.reviewerOwn(SLUG, changed());
    const page = await given.ownVisitor.get(`/kerja/tinjau/${sent}`);
    expect(page.html).toContain("Siapa yang mengirim tidak menerbitkan");
    expect(page.html).not.toContain(`/kerja/tinjau/${sent}/terbit"`);
    const queue = (await given.ownVisitor.get("/kerja/tinjau")).html;
    expect(queue).toContain("kiriman Anda: orang lain yang memutuskan");
    for (const [path, fields] of [
      ["terbit", {}],
      ["jadwal", { waktu: "2099-01-01T08:00" }],
    ] as const) {
      const answer = await given.ownVisitor.post(`/kerja/tinjau/${sent}/${path}`, fields);
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect(await statusOf(sent)).toBe("submitted");
  });

  it("returns with remarks on the whole, on fields and on cells, kept with the upload", async () => {
    const id = await givenSubmitted("kembali-uji");
    const path = `/kerja/tinjau/${id}/kembalikan`;
    const empty = await reviewer.post(path, { alasan: " ", "catatan-0": "Satuan?" });
    expect([empty.status, empty.html.includes("Tulis dulu"), empty.html.includes('value="Satuan?"')]).toEqual([
      400,
      true,
      true,
    ]);
    const bad = await reviewer.post(path, { alasan: "Periksa", "sel-1": "12C", "catatan-1": "x" });
    expect([bad.status, bad.html.includes("“12C” bukan alamat sel")]).toEqual([400, true]);
    expect(await statusOf(id)).toBe("submitted");
    const done = await reviewer.post(path, {
      alasan: "Gowa 2024 tidak wajar",
      "kolom-0": "jumlah",
      "sel-0": "e13",
      "catatan-0": "Naik tiga kali lipat?",
      "catatan-2": "Sertakan sumber",
    });
    expect(done.status).toBe(303);
    expect((await given.officer.get(`/api/v1/uploads/${id}`)).body).toMatchObject({
      status: "returned",
      reason: "Gowa 2024 tidak wajar",
      remarks: [{ field: "jumlah", row: 13, column: 5, text: "Naik tiga kali lipat?" }, { text: "Sertakan sumber" }],
    });
    const { html } = await reviewer.get(`/kerja/tinjau/${id}`);
    expect(html).toContain("Jumlah penduduk miskin, E13: Naik tiga kali lipat?");
  });

  it.each(["", "besok", "2001-01-01T08:00", "2099-02-30T08:00"])("does not schedule for %j", async (waktu) => {
    const [id] = await given.waiting();
    const answer = await reviewer.post(`/kerja/tinjau/${id}/jadwal`, { waktu });
    expect([answer.status, answer.html.includes("Waktu terbit harus")]).toEqual([400, true]);
  });
});

describe("a scheduled upload", () => {
  /** Everything public that could tell of it. */
  async function outlets(slug: string): Promise<readonly string[]> {
    const query =
      `{ datasets(first: 50) { nodes { slug } } changes(first: 1000) { nodes { dataset version } } dataset(slug: "${slug}") ` +
      "{ title versions { nodes { number note } } rows(first: 50) { nodes } } }";
    const paths = [
      "/",
      "/dataset",
      "/dataset?q=rahasia",
      `/dataset/${slug}`,
      "/feed.atom",
      "/feeds/dataset.atom",
      "/api/v1/changes?first=1000",
      `/api/v1/datasets/${slug}/versions`,
      `/download/${slug}.csv`,
      `/download/${slug}/v2.csv`,
      `/download/${slug}.diff.csv?_since=1`,
      `/dataset/${slug}/datapackage.json`,
      `/graphql/${slug}?query=${encodeURIComponent("{ rows(first: 50) { nodes { persentase } } }")}`,
      `/graphql?query=${encodeURIComponent(query)}`,
      `/api/3/action/package_show?id=${slug}`,
      "/api/3/action/package_search?q=rahasia",
      "/kerja/pesan",
    ];
    return Promise.all(paths.map(async (path) => `${path}\n${await (await given.server.call(path)).text()}`));
  }
  const leaks = async (slug: string, secret: RegExp): Promise<readonly string[]> =>
    (await outlets(slug))
      .filter((answer) => secret.test(answer.slice(answer.indexOf("\n"))))
      .map((answer) => answer.split("\n")[0] ?? "");

  it("is seen in no outlet before its time, and can be taken back", async () => {
    const id = await givenSubmitted("embargo-lama");
    await given.officer.declare(packageOf("embargo-baru", "Rahasia sampai waktunya"));
    const fresh = (await given.submit("embargo-baru", csv([2024]))).id;
    const at = new Date(Date.now() + 3_600_000);
    for (const one of [id, fresh])
      expect((await reviewer.post(`/kerja/tinjau/${one}/jadwal`, { waktu: localTime(at) })).status).toBe(303);
    // Of the old dataset the new figures, of the new one everything.
    expect(await leaks("embargo-lama", /14[.,]75|Perbaikan embargo-lama|"2025"|,2025,/)).toEqual([]);
    const own = /Rahasia sampai waktunya|"embargo-baru"(?!")[^"]{0,3}[,}]|dataset\/embargo-baru"/;
    expect(await leaks("embargo-baru", own)).toEqual([]);
    expect((await given.server.call("/dataset/embargo-baru")).status).toBe(404);
    const queue = (await second.get("/kerja/tinjau")).html;
    expect(queue).toMatch(/Terjadwal<\/h2>[\s\S]*Rahasia sampai waktunya[\s\S]*WITA/);
    expect((await second.post(`/kerja/tinjau/${fresh}/batal-jadwal`)).status).toBe(303);
    expect([await statusOf(fresh), await statusOf(id)]).toEqual(["submitted", "scheduled"]);
    expect((await second.post(`/kerja/tinjau/${fresh}/batal-jadwal`)).status).toBe(409);
  });

  it("comes by itself at its time, and then is seen", async () => {
    const id = (await given.waiting()).at(-1) ?? "";
    const upload = (await given.officer.get(`/api/v1/uploads/${id}`)).body;
    const releaseAt = new Date(Date.now() + 1_000).toISOString();
    expect(await given.reviewer.post(`/api/v1/uploads/${id}/publish`, { releaseAt })).toMatchObject({ status: 200 });
    await expect.poll(() => statusOf(id), { timeout: 15_000 }).toBe("published");
    expect((await given.server.call(`/download/${String(upload.dataset)}.csv`)).status).toBe(200);
  });
});

describe("the queue", () => {
  it("has what is late first, then what has waited longest, and counts by state", async () => {
    await givenSubmitted("telat-uji", "Terlambat dua tahun");
    await given.server.service.store.write((tx) =>
      tx.query(
        "update catalogue.version set published_at = now() - interval '3 years' where dataset = (select id from catalogue.dataset where slug = 'telat-uji')",
      ),
    );
    const { html } = await reviewer.get("/kerja/tinjau");
    const waiting = html.slice(html.indexOf("Menunggu keputusan</h2>"));
    expect(/<h3><a href="[^"]+">([^<]+)</.exec(waiting)?.[1]).toBe("Terlambat dua tahun");
    expect(waiting).toMatch(/terlambat 73\d hari/);
    expect(html).toMatch(/menunggu keputusan<\/dt><dd>[1-9]/);
  });
});

describe("versions of a dataset", () => {
  it("are withdrawn and restored with a reason, by reviewers alone", async () => {
    const id = await givenSubmitted("versi-uji");
    expect((await reviewer.post(`/kerja/tinjau/${id}/terbit`)).status).toBe(303);
    const path = "/kerja/tinjau/dataset/versi-uji";
    expect((await officer.get(path)).status).toBe(403);
    expect((await officer.post(`${path}/v2/tarik`, { alasan: "x" })).status).toBe(403);
    expect((await reviewer.post(`${path}/v2/tarik`, {})).status).toBe(400);
    expect((await reviewer.post(`${path}/v9/tarik`, { alasan: "x" })).status).toBe(404);
    expect((await reviewer.post(`${path}/v2/tarik`, { alasan: "Gowa keliru" })).status).toBe(303);
    expect((await given.server.call("/download/versi-uji.csv")).status).toBe(410);
    const again = await reviewer.post(`${path}/v2/tarik`, { alasan: "Gowa keliru" });
    expect([again.status, again.html.includes('role="alert"')]).toEqual([409, true]);
    expect((await reviewer.post(`${path}/v1/pulihkan`, { alasan: "Kembali ke versi pertama" })).status).toBe(303);
    const { html } = await reviewer.get(path);
    expect(html).toMatch(/v3<\/span><span class="tag">terbaru/);
    expect(html).toContain("Ditarik: Gowa keliru");
    expect(await (await given.server.call("/download/versi-uji.csv")).text()).toContain("8.25");
  });
});

describe("pages of other languages", () => {
  it("speak English when asked", async () => {
    const [id] = await given.waiting();
    const { html } = await reviewer.get(`/kerja/tinjau/${id}?lang=en`);
    for (const text of ["Approve and publish version", "Biggest movements", "What the checks found"])
      expect(html).toContain(text);
    expect(html).not.toMatch(/Keputusan|Temuan|Pemeriksaan/);
  });
});
