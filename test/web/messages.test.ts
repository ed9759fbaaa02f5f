/** The page of messages: one's own, unread ones counted in the menu, and the way from a letter to the thing itself. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { returnUpload, submitUpload } from "../../src/catalogue/review.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import { givenDataset, givenReady } from "../catalogue/given.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";

let server: TestServer;
let officer: SignedIn;
let reviewer: SignedIn;
let stranger: SignedIn;
const effects = realEffects();

beforeAll(async () => {
  server = await openTestServer();
  officer = await signIn(server, "Petugas", { role: "producer", agency: "disdukcapil" });
  reviewer = await signIn(server, "Walidata", { role: "reviewer" });
  stranger = await signIn(server, "Dinas lain", { role: "producer", agency: "dinkes" });
});
afterAll(() => server.close());

async function givenReturned(slug: string): Promise<string> {
  const { store } = server.service;
  const { id } = await givenReady(store, await givenDataset(store, slug), officer.actor);
  await store.write((tx) => submitUpload(tx, officer.actor, id, effects));
  await store.write((tx) => returnUpload(tx, reviewer.actor, id, { reason: "Satuan" }, effects));
  return id;
}

const html = async (visitor: SignedIn, path: string): Promise<string> => (await visitor.get(path)).text();

describe("/kerja/pesan", () => {
  it("shows one's own messages, how many are unread, and marks them read", async () => {
    const upload = await givenReturned("pesan-satu");
    const page = await html(officer, "/kerja/pesan");
    expect(page).toContain("Dikembalikan untuk diperbaiki: Judul pesan-satu");
    expect(page).toMatch(/class="badge"><span aria-hidden="true">1<\/span><span class="unseen">1 belum dibaca/);
    expect(await html(stranger, "/kerja/pesan")).toContain("Belum ada pesan");
    const [, id = ""] = /href="\/kerja\/pesan\/(\d+)"/.exec(page) ?? [];
    const opened = await officer.get(`/kerja/pesan/${id}`);
    expect([opened.status, opened.headers.get("location")]).toEqual([303, `/kerja/unggahan/${upload}`]);
    expect(await html(officer, "/kerja/pesan")).not.toContain("badge");
    for (const path of [`/kerja/pesan/${id}`, "/kerja/pesan/0", "/kerja/pesan/x"])
      expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
  });

  it("marks no message that came after the page was made", async () => {
    await givenReturned("pesan-dua");
    const [, newest = ""] = /name="sampai" value="(\d+)"/.exec(await html(officer, "/kerja/pesan")) ?? [];
    await givenReturned("pesan-tiga");
    expect((await officer.post("/kerja/pesan", { sampai: newest })).status).toBe(303);
    const page = await html(officer, "/kerja/pesan");
    expect(page).toContain("1 belum dibaca");
    expect((await officer.post("/kerja/pesan", { sampai: "1; drop table" })).status).toBe(303);
    expect(await html(officer, "/kerja/pesan")).toContain("1 belum dibaca");
  });

  it("leads reviewers to the upload under review, and nobody without a log-in anywhere", async () => {
    const page = await html(reviewer, "/kerja/pesan?lang=en");
    expect(page).toContain("Waiting for review: Judul pesan-tiga");
    const [, id = ""] = /href="\/kerja\/pesan\/(\d+)"/.exec(page) ?? [];
    expect((await reviewer.get(`/kerja/pesan/${id}`)).headers.get("location")).toMatch(
      /^\/kerja\/tinjau\/[0-9a-f-]{36}$/,
    );
    const outside = await server.call(`/kerja/pesan/${id}`, { redirect: "manual" });
    expect(outside.headers.get("location")).toBe(`/masuk?next=${encodeURIComponent(`/kerja/pesan/${id}`)}`);
  });

  it("takes the reader's own address for letters, and only one", async () => {
    expect((await officer.post("/kerja/akun/surel", { surel: "petugas@example.id" })).status).toBe(303);
    expect(await html(officer, "/kerja/pesan")).toContain("Pesan juga dikirim ke petugas@example.id");
    expect((await officer.post("/kerja/akun/surel", { surel: "a@b.id, c@d.id" })).status).toBe(400);
    expect(await html(stranger, "/kerja/pesan")).toContain("Pesan tidak dikirim lewat surel");
    expect((await officer.post("/kerja/akun/surel", { surel: "" })).status).toBe(303);
    expect(await html(officer, "/kerja/pesan")).toContain("Pesan tidak dikirim lewat surel");
  });
});
