/** The officer's pages over real HTTP: a broken workbook, its report, mended in place and sent again, ready, submitted; by forms alone. */
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkFile } from "../../src/tabular/check.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";
import { csv, packageOf, SLUG } from "./review-given.ts";

let server: TestServer;
let officer: SignedIn;
let other: SignedIn;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = await signIn(server, "Petugas Dinsos", { role: "producer", agency: "dinsos" });
  other = await signIn(server, "Petugas Dinkes", { role: "producer", agency: "dinkes" });
  const declared = officerOf(server, await server.token("producer", "dinsos"));
  await declared.declare(packageOf(SLUG));
  await declared.declare(withListedNames("dengan-daftar"));
});
afterAll(() => server.close());

function withListedNames(name: string) {
  const pkg = packageOf(name);
  const [resource] = pkg.resources;
  const fields = resource?.schema.fields.map((field) =>
    field.name === "nama_wilayah" ? { ...field, constraints: { enum: ["Gowa", "Bone", "Maros"] } } : field,
  );
  return { ...pkg, resources: [{ ...resource, schema: { ...resource?.schema, fields } }] };
}

const text = async (answer: Response | Promise<Response>): Promise<string> => (await answer).text();

/** Sends a file by the form and waits for its report; the address of its page. */
async function send(
  content: string,
  fields: Readonly<Record<string, string>> = {},
  as = officer,
  slug: string = SLUG,
): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new File([content], "kemiskinan.csv"));
  const answer = await as.postFiles(`/kerja/dataset/${slug}`, form);
  expect(answer.status, await answer.clone().text()).toBe(303);
  const page = answer.headers.get("location") ?? "";
  await checked(page);
  return page;
}

const checked = (page: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const { status } = (await (await officer.get(`${page}/keadaan`)).json()) as { status: string };
      if (status === "received" || status === "checking") throw new Error(status);
      return status;
    },
    { timeout: 25_000, interval: 50 },
  );

const broken = (): string =>
  csv([2022, 2023], (key, cells) => {
    if (key === "73.06 2023") return [...cells.slice(0, 3), "dua belas", cells[4] ?? 0];
    if (key === "73.08 2023") return [cells[0] ?? "", "<b>Bone</b>", ...cells.slice(2, 3), "147.5", cells[4] ?? 0];
    return cells;
  });

/** The names of the form's fields that begin so. */
const named = (html: string, begin: string): readonly string[] =>
  [...html.matchAll(/name="([^"]+)"/g)].map(([, name = ""]) => name).filter((name) => name.startsWith(begin));

describe("the officer's journey, without script", () => {
  it("asks whoever is not signed in to sign in", async () => {
    const answer = await fetch(`${server.url}/kerja`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/masuk?next=%2Fkerja"]);
  });

  it("goes from a broken file to a submitted one", async () => {
    expect(await text(officer.get("/kerja"))).toContain("Persentase penduduk miskin");
    expect(await text(officer.get(`/kerja/dataset/${SLUG}`))).toContain('enctype="multipart/form-data"');
    const page = await send(broken(), { note: "Percobaan pertama" });
    let html = await text(officer.get(page));
    expect(html).toContain("2 hal harus diperbaiki");
    // The sheet as the officer knows it: letters, row numbers, the cells marked, what they wrote escaped.
    expect(html).toMatch(
      /<td class="mark-error ">\s*<span class="sign" aria-hidden="true">✕<\/span>[\s\S]{0,160}dua belas/,
    );
    expect(html).toContain('<th scope="col">D</th>');
    expect(html).toContain("&lt;b>Bone&lt;/b>");
    expect(html).not.toContain("<b>Bone</b>");
    expect(await text(officer.get("/kerja"))).toMatch(/2 harus diperbaiki[\s\S]*Perbaiki/);

    const [words = ""] = named(html, "benar|cell/not-a-number");
    const empty = await officer.post(`${page}/putusan`);
    expect([empty.status, (await empty.text()).includes("Belum ada yang diisi")]).toEqual([400, true]);
    expect((await officer.post(`${page}/putusan`, { [words]: "12.25" })).status).toBe(303);
    expect(await checked(page)).toBe("invalid");
    html = await text(officer.get(page));
    expect(html).toContain("1 hal harus diperbaiki");
    expect(html).toMatch(/<del>dua belas<\/del>[\s\S]*<ins>12.25<\/ins>/);

    const again = await send(csv([2022, 2023]), { note: "Sudah diperbaiki" });
    html = await text(officer.get(again));
    expect(html).toContain("Harus diperbaiki: 1 → 0.");
    expect(html).toContain("Ini akan menjadi versi pertama: 10 baris.");
    const submitted = await officer.post(`${again}/ajukan`);
    expect([submitted.status, submitted.headers.get("location")]).toEqual([303, again]);
    html = await text(officer.get(again));
    expect(html).toContain("Walidata akan memutuskan");
    expect(html).not.toContain(`${again}/ajukan`);
    expect(await text(officer.get("/kerja"))).toContain("menunggu keputusan walidata");
    const twice = await officer.post(`${again}/ajukan`);
    expect([twice.status, (await twice.text()).includes('role="alert"')]).toEqual([409, true]);
  });

  it("lets a value be chosen where the column has a list of them", async () => {
    const content = "kode_wilayah,nama_wilayah,tahun,persentase,jumlah\n73.06,Gowwa,2022,7,9\n";
    const page = await send(content, {}, officer, "dengan-daftar");
    const html = await text(officer.get(page));
    const [name = ""] = named(html, "benar|");
    expect(html).toMatch(/<select [^>]*name="benar\|[\s\S]*<option value="Maros">/);
    expect((await officer.post(`${page}/putusan`, { [name]: "Gowa" })).status).toBe(303);
    expect(await checked(page)).toBe("ready");
  });

  it("takes a reason for a warning, keeps it, and gives the marked workbook", async () => {
    const far = csv([2022, 2023], (key, cells) => (key === "73.06 2023" ? [...cells.slice(0, 4), 9_000_000] : cells));
    const page = await send(far);
    const html = await text(officer.get(page));
    const [reason = ""] = named(html, "alasan|");
    expect(reason).not.toBe("");
    expect((await officer.post(`${page}/putusan`, { [reason]: "Memang begitu" })).status).toBe(303);
    await checked(page);
    expect(await text(officer.get(page))).toContain("Memang begitu");
    const workbook = await officer.get(`/kerja/tinjau/${page.split("/").at(-1)}/laporan.xlsx`);
    expect([workbook.status, (await workbook.text()).slice(0, 2)]).toEqual([200, "PK"]);
  });
});

describe("a dataset that begins with its first file", () => {
  it("proposes what the columns are, and is created and checked as the officer confirms", async () => {
    const form = new FormData();
    form.append("file", new File([csv([2022, 2023])], "Angka <i>kemiskinan</i>.csv"));
    const looked = await officer.postFiles("/kerja/baru", form);
    expect(looked.status, await looked.clone().text()).toBe(303);
    const place = looked.headers.get("location") ?? "";
    const html = await text(officer.get(place));
    expect(html).not.toContain("<i>kemiskinan");
    for (const name of ["kode_wilayah", "tahun", "persentase"]) expect(html).toContain(`value="${name}"`);
    expect(html).toMatch(/<option value="region" selected/);
    expect((await other.get(place)).status).toBe(404);
    const fields: Record<string, string> = { judul: "Angka", deskripsi: "Angka kemiskinan.", frekuensi: "yearly" };
    const roles = ["region", "", "period", "measure", "measure"];
    const kinds = ["string", "string", "year", "number", "integer"];
    roles.forEach((role, index) => {
      Object.assign(fields, { [`pakai-${index}`]: "ya", [`peran-${index}`]: role, [`jenis-${index}`]: kinds[index] });
    });
    Object.assign(fields, { "kunci-0": "ya", "kunci-2": "ya", "satuan-3": "persen", "satuan-4": "jiwa" });
    const refused = await officer.post(place, { ...fields, alamat: "Bukan Alamat" });
    expect([refused.status, (await refused.text()).includes("bukan nama dataset yang sah")]).toEqual([422, true]);
    const made = await officer.post(place, { ...fields, alamat: "angka-baru" });
    expect(made.status, await made.clone().text()).toBe(303);
    const page = made.headers.get("location") ?? "";
    expect(await checked(page)).toBe("ready");
    expect(await text(officer.get(page))).toContain("Ini akan menjadi versi pertama: 10 baris.");
  });

  it("proposes the header's other levels, and nothing of empty columns and running numbers", async () => {
    const lines = [
      "No;Kabupaten/Kota;SD;SD;SMP;SMP;Ket.",
      ";;2022;2023;2022;2023;",
      "1;Gowa;98,05;98,25;80,29;81,01;",
      "2;Maros;99,77;99,20;79,46;84,03;",
      "3;Bone;99,21;99,36;83,80;81,86;",
    ];
    const form = new FormData();
    form.append(
      "file",
      new File([lines.join("\n")], "Angka Partisipasi Murni Menurut Jenjang dan Kabupaten Kota di Provinsi.csv"),
    );
    const html = await text(officer.get((await officer.postFiles("/kerja/baru", form)).headers.get("location") ?? ""));
    const columns = [...html.matchAll(/name="judul-(\d+)" value="([^"]+)"/g)].map(([, at, title]) => [at, title]);
    expect(columns.map(([, title]) => title)).toEqual(["No", "Kabupaten/Kota", "Ket.", "Kategori", "Tahun", "Nilai"]);
    const checked = (name: string) =>
      columns.flatMap(([at, title]) =>
        new RegExp(`name="${name}-${at}" value="ya" checked`).test(html) ? [title] : [],
      );
    expect(checked("pakai")).toEqual(["Kabupaten/Kota", "Kategori", "Tahun", "Nilai"]);
    expect(checked("kunci")).toEqual(["Kabupaten/Kota", "Kategori", "Tahun"]);
    expect(html).toContain("semua selnya kosong");
    expect(html).toContain('value="angka-partisipasi-murni-menurut-jenjang-dan-kabupaten-kota"');
  });

  it("asks once for the units that are lacking, by the columns' titles, and takes one for all", async () => {
    const form = new FormData();
    form.append("file", new File([csv([2022])], "Angka.csv"));
    const place = (await officer.postFiles("/kerja/baru", form)).headers.get("location") ?? "";
    const fields: Record<string, string> = { judul: "Angka", deskripsi: "Angka.", alamat: "angka-bersatuan" };
    ["region", "", "period", "measure", "measure"].forEach((role, index) => {
      Object.assign(fields, { [`pakai-${index}`]: "ya", [`peran-${index}`]: role });
    });
    Object.assign(fields, { "jenis-2": "year", "jenis-3": "number", "jenis-4": "integer", frekuensi: "yearly" });
    const refused = await officer.post(place, { ...fields, "judul-3": "Persen miskin" });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining("Belum ada satuan untuk “Persen miskin”, “jumlah”."),
    ]);
    expect((await officer.post(place, { ...fields, satuan: "jiwa" })).status).toBe(303);
  });

  it("offers the sheets of a workbook, and reads the one that is chosen", async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet("Petunjuk").addRows([
      ["Wilayah", "Tahun", "Angka"],
      ["Gowa", 2022, 1],
    ]);
    book.addWorksheet("Isi").addRows([
      ["Kabupaten", "Tahun", "Banyaknya"],
      ["Gowa", 2022, 5],
      ["Bone", 2022, 7],
    ]);
    const form = new FormData();
    form.append("file", new File([Buffer.from(await book.xlsx.writeBuffer())], "Dua lembar.xlsx"));
    const place = (await officer.postFiles("/kerja/baru", form)).headers.get("location") ?? "";
    expect(await text(officer.get(place))).toContain('href="' + place + '?lembar=2"');
    const html = await text(officer.get(`${place}?lembar=2`));
    expect(html).toContain('value="Banyaknya"');
    const fields: Record<string, string> = { judul: "Isi", deskripsi: "Isi.", alamat: "isi-lembar-dua", lembar: "2" };
    ["region", "period", "measure"].forEach((role, index) => {
      Object.assign(fields, { [`pakai-${index}`]: "ya", [`peran-${index}`]: role, satuan: "buah" });
    });
    Object.assign(fields, { "jenis-1": "year", "jenis-2": "integer", "kunci-0": "ya", frekuensi: "yearly" });
    const page = (await officer.post(place, fields)).headers.get("location") ?? "";
    expect(await checked(page)).toBe("ready");
    expect(await text(officer.get(page))).toContain("Ini akan menjadi versi pertama: 2 baris.");
  });

  it("lets what its columns are be corrected until a version is published, and checks the file again by that", async () => {
    const content = "kode_wilayah,nama_wilayah,tahun,persentase,jumlah\n73.06,Gowa,2022,7,9\n73.06,Gowa,2023,8,9\n";
    const slug = "dengan-daftar";
    const path = `/kerja/dataset/${slug}/kolom`;
    const columns = await text(officer.get(path));
    expect(columns).toContain('name="judul-3" value="Penduduk miskin"');
    expect(columns).toMatch(/name="kunci-0" value="ya" checked/);
    // The last column is left out.
    const used: Record<string, string> = { kolom: "5", "kunci-0": "ya" };
    ["region", "", "period", "measure"].forEach((role, index) => {
      const kind = ["string", "string", "year", "number"][index] ?? "";
      Object.assign(used, { [`pakai-${index}`]: "ya", [`peran-${index}`]: role, [`jenis-${index}`]: kind });
    });
    const lacking = await officer.post(path, used);
    expect([lacking.status, await lacking.text()]).toEqual([
      422,
      expect.stringContaining("Belum ada satuan untuk “Penduduk miskin”."),
    ]);
    expect((await officer.post(path, { ...used, "satuan-3": "persen" })).status).toBe(303);
    const wrong = await send(content, {}, officer, slug);
    const report = await text(officer.get(wrong));
    expect(report).toContain("1 hal harus diperbaiki");
    expect(report).toContain(`href="${path}"`);
    expect((await officer.post(path, { ...used, "kunci-2": "ya", satuan: "persen" })).status).toBe(303);
    const right = await send(content, {}, officer, slug);
    expect(await text(officer.get(right))).toContain("Ini akan menjadi versi pertama: 2 baris.");
    expect((await other.get(path)).status).toBe(404);
    expect((await other.post(path, used)).status).toBe(404);
  });

  it("says what is wrong with a file that holds no table", async () => {
    const form = new FormData();
    form.append("file", new File(["\u0000\u0001\u0002\u0003".repeat(200)], "foto.xlsx"));
    const answer = await officer.postFiles("/kerja/baru", form);
    expect([answer.status, (await answer.text()).includes('role="alert"')]).toEqual([400, true]);
  });
});

describe("what must not be possible", () => {
  it("shows nothing of another agency's upload, and takes nothing for it", async () => {
    const page = await send(csv([2021]));
    for (const path of [page, `${page}/keadaan`, `/kerja/dataset/${SLUG}`])
      expect((await other.get(path)).status).toBe(404);
    for (const act of ["putusan", "ajukan", "ulang"])
      expect((await other.post(`${page}/${act}`, { "setuju|table/recipe-proposed": "ya" })).status).toBe(404);
    expect(await text(other.get("/kerja"))).not.toContain("Persentase penduduk miskin");
  });

  it("refuses a form without the session's token, with a file or without, and one of another site", async () => {
    const page = await send(csv([2020]));
    const headers = { Cookie: officer.cookie, Origin: server.url };
    const post = (path: string, body: URLSearchParams | FormData, more = {}): Promise<Response> =>
      fetch(`${server.url}${path}`, { method: "POST", redirect: "manual", body, headers: { ...headers, ...more } });
    expect((await post(`${page}/ajukan`, new URLSearchParams({}))).status).toBe(403);
    const form = new FormData();
    form.append("_csrf", "x".repeat(officer.csrf.length));
    form.append("file", new File([csv([2019])], "a.csv"));
    expect((await post(`/kerja/dataset/${SLUG}`, form)).status).toBe(403);
    const foreign = new URLSearchParams({ _csrf: officer.csrf });
    expect((await post(`${page}/ajukan`, foreign, { Origin: "https://lain.example" })).status).toBe(403);
    expect(await text(officer.get(page))).toContain("Ajukan kepada walidata");
  });

  it("says on the page that no file was chosen", async () => {
    const form = new FormData();
    form.append("file", new File([], ""));
    const answer = await officer.postFiles(`/kerja/dataset/${SLUG}`, form);
    expect([answer.status, (await answer.text()).includes('role="alert"')]).toEqual([400, true]);
  });
});
