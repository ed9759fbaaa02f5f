/**
 * A takedown over the real way of the data: a secret goes in by HTTP, through versions, reports, decisions, search and rendered files; it
 * is taken down; then it is looked for in every table, every file and every outlet. And what goes by itself when its time has come.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listForErasure } from "../../src/catalogue/file-hold.ts";
import type { Sha256 } from "../../src/kernel/ids.ts";
import { eraseFiles } from "../../src/release/erase-files.ts";
import { type Retention, retain } from "../../src/release/retain.ts";
import { verifyAll } from "../../src/release/verify.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { type Officer, officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const SECRET = "rahasiasulung";
const HEADER = "kode_wilayah,tahun,kelompok,nama,jumlah\n";
const fields = [
  { name: "kode_wilayah", type: "string", role: "region" },
  { name: "tahun", type: "string", role: "period" },
  { name: "kelompok", type: "string", role: "dimension" },
  { name: "nama", type: "string" },
  { name: "jumlah", type: "integer", role: "measure", unit: "jiwa" },
];

let server: TestServer;
let officer: Officer;
let reviewer: Officer;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = officerOf(server, await server.token("producer", "disdukcapil"));
  reviewer = officerOf(server, await server.token("reviewer"));
});
afterAll(() => server.close());

async function publish(slug: string, content: string): Promise<void> {
  const upload = await officer.send(slug, content, { name: `${SECRET}.csv`, note: `Catatan ${SECRET}` });
  expect(upload.status).toBe("ready");
  expect((await reviewer.post(`/api/v1/uploads/${upload.id}/publish`)).status).toBe(200);
}

async function declare(slug: string): Promise<void> {
  const primaryKey = ["kode_wilayah", "tahun", "kelompok"];
  const resources = [{ name: "a", path: "a.csv", schema: { fields, primaryKey } }];
  await officer.declare({ name: slug, title: slug, description: "Angka rekaan.", resources });
}

/** Two versions whose rows name somebody, one upload that never got through, and everything that is made of them. */
async function leak(slug: string): Promise<void> {
  await declare(slug);
  await publish(slug, `${HEADER}73.02,2023,kata-${SECRET},${SECRET} satu,1\n73.06,2023,lain,biasa,2\n`);
  await publish(slug, `${HEADER}73.02,2023,kata-${SECRET},${SECRET} dua,1\n73.06,2023,lain,biasa,3\n`);
  const bad = await officer.send(slug, `${HEADER}73.02,2023,lain,biasa,${SECRET}\n`);
  expect(bad.status).toBe("invalid");
  await vi.waitFor(
    async () => {
      const { nodes } = await rows(
        `select count(*)::integer as nodes from catalogue.version_file f join catalogue.dataset d on d.id = f.dataset
         where d.slug = '${slug}' and f.ending in ('xlsx', 'parquet') and f.version = 2`,
      ).then(([row]) => row as { nodes: number });
      expect(nodes).toBe(2);
      const words = await rows(`select 1 from catalogue.search_word where word = '${SECRET}'`);
      expect(words.length).toBe(1);
    },
    { timeout: 30_000, interval: 100 },
  );
}

const rows = (sql: string): Promise<Record<string, unknown>[]> => server.service.store.read((tx) => tx.query(sql));

/** Names of tables with the secret in any row, statistics of the planner among them; the audit trail too. */
async function tablesWithSecret(): Promise<string[]> {
  const tables = await rows(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') union all select 'pg_stats'`,
  );
  const found: string[] = [];
  for (const { name } of tables)
    if ((await rows(`select 1 from ${name} t where t::text ilike '%${SECRET}%' limit 1`)).length > 0)
      found.push(String(name));
  return found;
}

async function filesWithSecret(): Promise<string[]> {
  const entries = await readdir(server.config.home, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path, "latin1")).includes(SECRET)) found.push(path);
  }
  return found;
}

async function textOf(path: string): Promise<string> {
  return (await server.call(path)).text();
}

const outletsOf = (slug: string): string[] => [
  ...["csv", "json", "xlsx"].flatMap((ending) => [`/download/${slug}.${ending}`, `/download/${slug}/v1.${ending}`]),
  `/odata/${slug}/rows`,
  `/sdmx/data/dataflow/disdukcapil/${slug}`,
  `/api/3/action/datastore_search?resource_id=${slug}`,
];

it("erases a whole dataset everywhere, and tells why", async () => {
  await leak("bocor-semua");
  expect(await tablesWithSecret()).not.toEqual([]);
  expect(await filesWithSecret()).not.toEqual([]);
  const { rows: kept } = await rows("select count(*)::integer as rows from catalogue.version_file").then(
    ([row]) => row as { rows: number },
  );

  const asked = { all: true, reason: "Memuat nama warga." };
  expect((await officer.post("/api/v1/datasets/bocor-semua/takedown", asked)).status).toBe(403);
  const { status, body } = await reviewer.post("/api/v1/datasets/bocor-semua/takedown", asked);
  expect({ status, versions: body.versions, rows: body.rows }).toEqual({ status: 200, versions: [1, 2], rows: 4 });
  expect((body.uploads as unknown[]).length).toBe(3);

  expect(await tablesWithSecret()).toEqual([]);
  expect(await filesWithSecret()).toEqual([]);
  for (const path of outletsOf("bocor-semua")) expect(await textOf(path)).not.toContain(SECRET);
  for (const path of ["/dataset/bocor-semua", "/catalog.ttl", "/dataset?q=rahasia", "/feed.atom"])
    expect(await textOf(path)).not.toContain(SECRET);
  const gone = await server.call("/download/bocor-semua/v1.csv");
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining("Memuat nama warga.")]);
  const graphql = await server.call("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: '{ dataset(slug: "bocor-semua") { rows { nodes } } }' }),
  });
  expect(await graphql.text()).toContain("Memuat nama warga.");
  const changes = JSON.stringify((await reviewer.get("/api/v1/changes?first=1000")).body);
  expect(changes).toMatch(/"kind":"withdrawn","dataset":"bocor-semua","version":2/);
  // Hashes stay.
  expect(await rows("select count(*)::integer as rows from catalogue.version_file")).toEqual([{ rows: kept }]);
});

it("erases a column in every version and leaves the rest of the rows for the next one", async () => {
  await leak("bocor-kolom");
  const { status } = await reviewer.post("/api/v1/datasets/bocor-kolom/takedown", { column: "nama", reason: "Nama." });
  expect(status).toBe(200);
  expect((await server.call("/download/bocor-kolom/v2.csv")).status).toBe(410);
  expect((await tablesWithSecret()).filter((name) => name !== "pg_stats")).toEqual([expect.stringMatching(/^data\.d/)]);
  const upload = await officer.send("bocor-kolom", `${HEADER}73.06,2023,lain,,4\n`);
  expect((await reviewer.post(`/api/v1/uploads/${upload.id}/publish`)).status).toBe(200);
  expect(await textOf("/download/bocor-kolom.csv")).toBe(`${HEADER}73.06,2023,lain,,4\n`);
  await reviewer.post("/api/v1/datasets/bocor-kolom/takedown", { all: true, reason: "Kelompok." });
  expect(await tablesWithSecret()).toEqual([]);
});

it("erases the rows that only the named versions hold; a version that stays answers its bytes", async () => {
  await declare("bocor-versi");
  await publish("bocor-versi", `${HEADER}73.06,2023,lain,biasa,2\n`);
  const before = await textOf("/download/bocor-versi/v1.csv");
  await publish("bocor-versi", `${HEADER}73.02,2023,kata-${SECRET},${SECRET},1\n73.06,2023,lain,biasa,2\n`);
  const { body } = await reviewer.post("/api/v1/datasets/bocor-versi/takedown", { versions: [2], reason: "Nama." });
  expect({ versions: body.versions, rows: body.rows }).toEqual({ versions: [2], rows: 1 });
  expect(await textOf("/download/bocor-versi/v1.csv")).toBe(before);
  expect((await server.call("/download/bocor-versi.csv")).status).toBe(410);
  expect(await rows("select 1 from data.d3")).toHaveLength(1);
  expect((await reviewer.post("/api/v1/datasets/bocor-versi/takedown", { versions: [9], reason: "x" })).status).toBe(
    404,
  );
  expect((await reviewer.post("/api/v1/datasets/bocor-versi/takedown", { reason: "x" })).status).toBe(400);
});

describe("retention", () => {
  const DAY = 24 * 3_600_000;
  /** As if it ran so many days from now. */
  const runIn = async (days: number, kept: Retention): Promise<void> => {
    const { effects } = server.service;
    const now = () => new Date(Date.now() + days * DAY);
    await retain({ ...server.service, effects: { ...effects, now } }, kept);
    await eraseFiles(server.service);
  };
  const sha256Of = async (id: string): Promise<Sha256> => {
    const [row] = await rows(`select file ->> 'sha256' as sha256 from catalogue.upload where id = '${id}'`);
    return (row as { sha256: Sha256 }).sha256;
  };
  const rendered = () =>
    vi.waitFor(
      async () =>
        expect(await rows("select 1 from jobs.job where name = 'render-version' and state < 'completed'")).toEqual([]),
      { timeout: 20_000, interval: 100 },
    );
  const verified = async (): Promise<unknown[]> => {
    const problems: unknown[] = [];
    await verifyAll(server.service, undefined, (problem) => void problems.push(problem));
    return problems;
  };

  it("lets go of the file and findings of an upload that came to nothing, in its time, and of nothing else", async () => {
    await declare("lama");
    await publish("lama", `${HEADER}73.06,2023,lain,biasa,2\n`);
    const bad = await officer.send("lama", `${HEADER}73.06,2023,lain,biasa,bukan-angka\n`);
    const ready = await officer.send("lama", `${HEADER}73.06,2023,lain,biasa,3\n`);
    const [original] = (await rows(
      `select file ->> 'sha256' as sha256 from catalogue.upload u join catalogue.dataset d on d.id = u.dataset
       where d.slug = 'lama' and u.status = 'published'`,
    )) as { sha256: Sha256 }[];
    await runIn(99, { uploads: 100, ready: 0, rendered: 0 });
    expect(await server.service.files.has(await sha256Of(bad.id))).toBe(true);
    await runIn(101, { uploads: 100, ready: 100, rendered: 0 });
    expect(await server.service.files.has(await sha256Of(bad.id))).toBe(false);
    expect(await server.service.files.has(original?.sha256 as Sha256)).toBe(true);
    const { body } = await officer.get(`/api/v1/uploads/${bad.id}`);
    expect(body).toMatchObject({ status: "invalid", report: { errors: 1, issues: [] } });
    for (const call of ["report", "report.xlsx"])
      expect((await officer.get(`/api/v1/uploads/${bad.id}/${call}`)).body).toMatchObject({
        code: "upload.original-gone",
      });
    const again = await officer.post(`/api/v1/uploads/${bad.id}/decisions`, [
      { issue: "cell/not-a-number", override: true, reason: "ya" },
    ]);
    expect(again.body).toMatchObject({ code: "upload.original-gone" });
    expect((await officer.get(`/api/v1/uploads/${ready.id}`)).body.status).toBe("returned");
    expect(await verified()).toEqual([]);
  });

  it("lets go of rendered files of versions before the current one, and makes them anew for whoever asks", async () => {
    await publish("lama", `${HEADER}73.06,2023,lain,biasa,4\n`);
    const bytes = async (path: string): Promise<string> =>
      Buffer.from(await (await server.call(path)).arrayBuffer()).toString("base64");
    const [first, second] = [await bytes("/download/lama/v1.xlsx"), await bytes("/download/lama/v2.csv")];
    const kept = () =>
      rows(
        `select distinct f.version from catalogue.version_file f join catalogue.dataset d on d.id = f.dataset
         where d.slug = 'lama' and f.let_go_at is null`,
      );
    await rendered();
    await runIn(2, { uploads: 0, ready: 0, rendered: 1 });
    expect(await kept()).toEqual([{ version: 2 }]);
    expect(await verified()).toEqual([]);
    expect(await bytes("/download/lama/v2.csv")).toBe(second);
    expect(await bytes("/download/lama/v1.xlsx")).toBe(first);
    expect((await kept()).length).toBe(2);
    expect(await verified()).toEqual([]);
  });

  it("and the same bytes sent again while they are erased are kept", async () => {
    const { sha256, id } = await officer
      .send("lama", `${HEADER}73.06,2023,lain,biasa,salah\n`)
      .then(async (upload) => ({ id: upload.id, sha256: await sha256Of(upload.id) }));
    await server.service.store.write(async (tx) => {
      await tx.query("update catalogue.upload set let_go_at = now() where id = $1", [id]);
      await listForErasure(tx, [sha256]);
    });
    const [again] = await Promise.all([
      officer.send("lama", `${HEADER}73.06,2023,lain,biasa,salah\n`),
      eraseFiles(server.service),
    ]);
    expect(again.status).toBe("invalid");
    expect(await server.service.files.has(sha256)).toBe(true);
  });
});
