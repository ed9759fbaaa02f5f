/** The administrator's pages: who gets in, what is shown once, and that what was done holds. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepHarvestItem } from "../../src/catalogue/harvest-items.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";

let server: TestServer;
let admin: SignedIn;

beforeAll(async () => {
  server = await openTestServer();
  admin = await signIn(server, "pengelola", { role: "admin" });
}, 60_000);
afterAll(() => server.close());

const textOf = async (path: string): Promise<string> => (await admin.get(path)).text();
const shownOnce = (html: string): string => /<code class="key">([^<]+)<\/code>/.exec(html)?.[1] ?? "";
const linkTo = (html: string, name: string): string =>
  new RegExp(`href="(/kerja/admin/[^"]+)"[^>]*>${name}<`).exec(html)?.[1] ?? "";

const tryPassword = (name: string, password: string): Promise<Response> =>
  fetch(`${server.url}/masuk`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: server.url },
    body: new URLSearchParams({ nama: name, kata_sandi: password }),
  });

const PAGES = [
  "",
  "/orang",
  "/instansi",
  "/token",
  "/webhook",
  "/panen",
  "/resep",
  "/rujukan",
  "/mutu",
  "/pekerjaan",
  "/penyimpanan",
  "/audit",
  "/hapus-data",
] as const;

describe("the administrator's pages", () => {
  it("open for an administrator in both languages, and are linked from the first", async () => {
    const first = await textOf("/kerja/admin");
    for (const part of PAGES) {
      expect(first).toContain(`/kerja/admin${part}"`);
      for (const lang of ["id", "en"]) {
        const response = await admin.get(`/kerja/admin${part}?lang=${lang}`);
        expect([part, response.status, response.headers.get("cache-control")]).toEqual([
          part,
          200,
          "private, no-store",
        ]);
        expect(await response.text()).toContain(`<html lang="${lang}"`);
      }
    }
  });

  it("are nobody else's: 403 for a reviewer and an officer, signing in first for the public", async () => {
    const others = [
      await signIn(server, "walidata", { role: "reviewer" }),
      await signIn(server, "petugas", { role: "producer", agency: "dinkes" }),
    ];
    for (const part of PAGES) {
      for (const other of others) expect((await other.get(`/kerja/admin${part}`)).status).toBe(403);
      const unknown = await fetch(`${server.url}/kerja/admin${part}`, { redirect: "manual" });
      expect(unknown.headers.get("location")).toMatch(/^\/masuk\?next=/);
    }
    for (const other of others)
      expect((await other.post("/kerja/admin/orang", { nama: "x", peran: "admin" })).status).toBe(403);
  });

  it("take no form without its hidden field", async () => {
    const body = new URLSearchParams({ nama: "palsu", peran: "admin" });
    expect((await admin.get("/kerja/admin/orang", { method: "POST", body })).status).toBe(403);
    expect(await textOf("/kerja/admin/orang")).not.toContain("palsu");
  });
});

describe("people", () => {
  it("are admitted with a temporary password that is shown once and has to be changed", async () => {
    const made = await admin.post("/kerja/admin/orang", { nama: "andi", peran: "producer", instansi: "dinkes" });
    const password = shownOnce(await made.text());
    expect(password.length).toBeGreaterThan(20);
    const listed = await textOf("/kerja/admin/orang");
    expect(listed).not.toContain(password);
    const inside = await tryPassword("andi", password);
    expect(inside.status).toBe(303);
    const cookie = inside.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const desk = await fetch(`${server.url}/kerja`, { redirect: "manual", headers: { Cookie: cookie } });
    expect(desk.headers.get("location")).toBe("/kerja/akun/kata-sandi");
  });

  it("are refused with a sentence, and what was typed stays", async () => {
    const refused = await admin.post("/kerja/admin/orang", { nama: "tanpa instansi", peran: "producer", instansi: "" });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toMatch(/role="alert"[\s\S]*value="tanpa instansi"/);
  });

  it("get another role, an address, a new password, and are disabled and enabled", async () => {
    const first = shownOnce(await (await admin.post("/kerja/admin/orang", { nama: "baso", peran: "reviewer" })).text());
    const path = linkTo(await textOf("/kerja/admin/orang"), "baso");
    const change = async (form: string, fields: Record<string, string>) =>
      (await admin.post(`${path}/${form}`, fields)).status;
    expect(await change("peran", { peran: "producer", instansi: "dinkes" })).toBe(303);
    expect(await change("peran", { peran: "producer", instansi: "" })).toBe(400);
    expect(await change("surel", { surel: "baso@contoh.go.id" })).toBe(303);
    expect(await change("surel", { surel: "bukan surel" })).toBe(400);
    const page = await textOf(path);
    expect(page).toContain('value="baso@contoh.go.id"');
    expect(page).toMatch(/value="producer" selected/);
    const second = shownOnce(await (await admin.post(`${path}/kata-sandi`)).text());
    expect((await tryPassword("baso", first)).status).toBe(401);
    expect((await tryPassword("baso", second)).status).toBe(303);
    expect(await change("keaktifan", { nonaktif: "1" })).toBe(303);
    expect((await tryPassword("baso", second)).status).toBe(401);
    expect(await change("keaktifan", { nonaktif: "" })).toBe(303);
    expect((await tryPassword("baso", second)).status).toBe(303);
  });

  it("leave one's own role to another administrator", async () => {
    const path = linkTo(await textOf("/kerja/admin/orang"), "pengelola");
    expect(await textOf(path)).not.toContain(`${path}/peran`);
    expect((await admin.post(`${path}/keaktifan`, { nonaktif: "1" })).status).toBe(400);
    expect((await admin.get("/kerja/admin/orang/tidak-ada")).status).toBe(404);
  });
});

describe("tokens", () => {
  it("are shown once, work, and stop working when they are revoked", async () => {
    const fields = { nama: "SIPD", peran: "system", instansi: "dinkes", dataset: "", sampai: "2099-01-31" };
    const token = shownOnce(await (await admin.post("/kerja/admin/token", fields)).text());
    expect(token).toMatch(/^jds_/);
    const list = await textOf("/kerja/admin/token");
    expect(list).not.toContain(token);
    expect(list).toContain("31 Januari 2099");
    expect((await server.call("/api/v1/webhooks", { as: token })).status).toBe(200);
    const [, revoke = ""] = /action="(\/kerja\/admin\/token\/[^"]+\/cabut)"/.exec(list) ?? [];
    expect((await admin.post(revoke)).status).toBe(303);
    expect((await server.call("/api/v1/webhooks", { as: token })).status).toBe(401);
    expect(await textOf("/kerja/admin/token")).toContain("dicabut");
  });

  it.each([
    [{ peran: "system", instansi: "" }],
    [{ peran: "admin", instansi: "", dataset: "penduduk" }],
    [{ peran: "system", instansi: "dinkes", dataset: "Bukan Slug!" }],
    [{ peran: "system", instansi: "dinkes", sampai: "2026-02-31" }],
  ])("are refused with a sentence: %o", async (fields) => {
    const refused = await admin.post("/kerja/admin/token", { nama: "Sistem X", ...fields });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toMatch(/role="alert"[\s\S]*value="Sistem X"/);
  });
});

describe("agencies", () => {
  it("are made and renamed, and refused with a sentence", async () => {
    const made = await admin.post("/kerja/admin/instansi", { slug: "badan-uji", nama: "Badan Uji", jenis: "province" });
    expect(made.status).toBe(303);
    expect((await admin.post("/kerja/admin/instansi", { slug: "badan-uji", nama: "Lagi" })).status).toBe(400);
    const renamed = await admin.post("/kerja/admin/instansi/badan-uji", {
      nama: "Badan Pengujian",
      nama_en: "Testing",
    });
    expect(renamed.status).toBe(303);
    const { agencies } = (await (await server.call("/api/v1/agencies")).json()) as { agencies: { slug: string }[] };
    expect(agencies.find(({ slug }) => slug === "badan-uji")).toMatchObject({
      name: "Badan Pengujian",
      nameEn: "Testing",
      shortName: null,
    });
    expect((await admin.post("/kerja/admin/instansi/badan-uji", { nama: "" })).status).toBe(400);
    expect((await admin.get("/kerja/admin/instansi/tidak-ada")).status).toBe(404);
  });

  it("are given a quota, which the page of storage holds against what they take", async () => {
    const path = "/kerja/admin/instansi/badan-uji/kuota";
    expect((await admin.post(path, { kuota: "250" })).status).toBe(303);
    expect(await textOf("/kerja/admin/instansi/badan-uji")).toContain('value="250"');
    expect(await textOf("/kerja/admin/penyimpanan")).toMatch(
      /Badan [^<]+<\/a>\s*<\/th>\s*<td[^>]*>0 B<\/td>\s*<td[^>]*>250 MB</,
    );
    for (const kuota of ["-1", "dua"]) expect((await admin.post(path, { kuota })).status).toBe(400);
    expect((await admin.post(path, { kuota: "" })).status).toBe(303);
    expect(await textOf("/kerja/admin/penyimpanan")).not.toContain("250 MB");
  });
});

describe("the audit trail", () => {
  it("is filtered by name, action and subject, and goes on page by page", async () => {
    for (let index = 0; index < 55; index += 1)
      await admin.post("/kerja/admin/instansi/badan-uji", { nama: `Badan Uji ${index}` });
    const first = await textOf("/kerja/admin/audit?oleh=pengelola&tindakan=agency.update&sasaran=badan-uji");
    expect(first).toContain("56 catatan");
    expect(first).toContain("Badan Uji 54");
    expect(first).not.toContain("agency.create");
    const [, next = ""] = /href="([^"]+)" rel="next"/.exec(first) ?? [];
    const second = await textOf(next.replaceAll("&amp;", "&"));
    expect(second).toContain("Badan Pengujian");
    expect(second).not.toContain("Badan Uji 54");
    expect(second).not.toContain('rel="next"');
    expect(await textOf("/kerja/admin/audit?oleh=siapa-pun")).toContain("0 catatan");
    expect((await admin.get("/kerja/admin/audit?sesudah=bukan")).status).toBe(400);
  });
});

describe("webhooks", () => {
  it("are made with a secret that is shown once, disabled, enabled, and asked to send again", async () => {
    const fields = { nama: "Portal pusat", alamat: "https://portal.example/kabar" };
    const secret = shownOnce(await (await admin.post("/kerja/admin/webhook", fields)).text());
    expect(secret).toMatch(/^whsec_/);
    const list = await textOf("/kerja/admin/webhook");
    expect(list).not.toContain(secret);
    const path = linkTo(list, "Portal pusat");
    await server.service.store.write((tx) =>
      tx.query(
        "update catalogue.webhook set attempts = 3, failing_since = now(), next_at = now() + interval '1 day', position = 0",
      ),
    );
    expect(await textOf(path)).toContain("gagal sejak");
    expect((await admin.post(`${path}/kirim`)).status).toBe(303);
    const [due] = await server.service.store.read((tx) =>
      tx.query<{ due: boolean }>("select attempts = 0 and next_at <= now() as due from catalogue.webhook"),
    );
    expect(due).toEqual({ due: true });
    await admin.post(`${path}/keaktifan`, { nonaktif: "1" });
    expect(await textOf(path)).toMatch(/tag late[^>]*>nonaktif/);
    expect(await textOf(path)).not.toContain(`${path}/kirim`);
    await admin.post(`${path}/keaktifan`, { nonaktif: "" });
    expect(await textOf(path)).toMatch(/>lancar</);
    expect((await admin.get("/kerja/admin/webhook/tidak-ada")).status).toBe(404);
  });

  it.each(["http://portal.example/", "https://u:p@portal.example/", "bukan alamat"])(
    "are refused an address such as %s, with a sentence",
    async (alamat) => {
      const refused = await admin.post("/kerja/admin/webhook", { nama: "Portal X", alamat });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(/role="alert"[\s\S]*value="Portal X"/);
    },
  );
});

describe("jobs", () => {
  it("that have failed are told with their reason, and tried again once", async () => {
    const { store } = server.service;
    const upload = "00000000-0000-4000-8000-000000000000";
    const [job] = await store.write((tx) =>
      tx.query<{ id: string }>(
        `with made as (insert into jobs.job (name, data, state, retry_count, completed_on, output)
           values ('check-upload', $1::jsonb, 'failed', 5, now(), '{"message": "cakram penuh <b>"}') returning id)
         select id from made`,
        [JSON.stringify({ upload })],
      ),
    );
    const path = `/kerja/admin/pekerjaan/${job?.id}/ulang`;
    const page = await textOf("/kerja/admin/pekerjaan");
    expect(page).toContain(path);
    expect(page).toContain("memeriksa unggahan");
    expect(page).toContain("cakram penuh &lt;b>");
    expect((await admin.post(path)).status).toBe(303);
    expect(await textOf("/kerja/admin/pekerjaan")).not.toContain(path);
    const again = await store.read((tx) =>
      tx.query("select from jobs.job where name = 'check-upload' and data ->> 'upload' = $1", [upload]),
    );
    expect(again.length).toBe(1);
    expect((await admin.post(path)).status).toBe(404);
    expect(await textOf("/kerja/admin/audit?tindakan=job.retry")).toContain("1 catatan");
  });
});

describe("reference data", () => {
  it("tells what there is and where it is from, and finds a region by any of its names and codes", async () => {
    const first = await textOf("/kerja/admin/rujukan");
    for (const text of ["338 wilayah", "Kepmendagri 300.2.2-2430/2025", "25 wilayah.", "sejak 10 April 2002", "hektar"])
      expect(first).toContain(text);
    for (const asked of ["pangkep", "PANGKAJENE KEP", "73.10", "7309"])
      expect(await textOf(`/kerja/admin/rujukan?q=${encodeURIComponent(asked)}`)).toContain('href="/wilayah/73.10"');
    const poor = await textOf("/kerja/admin/rujukan?q=orang+miskin");
    expect(poor).toMatch(/Tidak ada wilayah yang bernama begitu[\s\S]*kemiskinan/);
    expect(await textOf("/kerja/admin/rujukan?q=%22%3E%3Ci%3E")).not.toContain('"><i>');
  });
});

describe("harvesting", () => {
  it("adds a source, runs it and tells what came of it, and says what is wrong with an address", async () => {
    const fields = {
      nama: "Kabupaten",
      jenis: "ckan",
      alamat: "http://127.0.0.1:9/",
      instansi: "disdukcapil",
      jam: "",
    };
    expect((await admin.post("/kerja/admin/panen", { ...fields, alamat: "bukan" })).status).toBe(400);
    const added = await admin.post("/kerja/admin/panen", fields);
    expect(added.status).toBe(303);
    const path = linkTo(await textOf("/kerja/admin/panen"), "Kabupaten");
    expect((await admin.post(`${path}/jalankan`, {})).status).toBe(303);
    await expect.poll(() => textOf(path), { timeout: 10_000 }).toContain("address-not-allowed");
    expect((await admin.post(`${path}/keaktifan`, { nonaktif: "1" })).status).toBe(303);
    expect(await textOf(path)).toContain("dimatikan");
    expect(await textOf(path)).not.toContain("Berkas yang diambil terakhir");
    const [, source = ""] = /panen\/(.+)$/.exec(path) ?? [];
    const sha256 = "ab".repeat(32);
    await server.service.store.write((tx) =>
      keepHarvestItem(tx, source, {
        remote: "penduduk",
        part: "",
        dataset: undefined,
        title: "Jumlah penduduk",
        address: "https://data.contoh.example/penduduk.csv",
        page: undefined,
        sha256,
        etag: undefined,
        lastModified: undefined,
        description: undefined,
        upload: undefined,
        fetchedAt: new Date("2026-03-04T05:06:00Z"),
        goneAt: undefined,
      }),
    );
    const shown = await textOf(path);
    for (const text of ["Jumlah penduduk", "penduduk.csv", sha256, "4 Maret 2026 pukul 13.06 WITA"])
      expect(shown).toContain(text);
  });
});
