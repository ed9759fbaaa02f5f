/** The history of a dataset on real HTTP: who, when, why, what changed; earlier versions brought back. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestServer, type TestServer } from "../setup/server.ts";

const SLUG = "riwayat-uji";
const VERSIONS = `/api/v1/datasets/${SLUG}/versions`;

type Json = Record<string, unknown>;
type Field = Readonly<Record<string, unknown>>;

let server: TestServer;
let officer: string;
let reviewer: string;

const json = async (response: Response): Promise<Json> => (await response.json()) as Json;

const send = (path: string, as: string, body?: unknown, method = "POST"): Promise<Response> =>
  server.call(path, {
    method,
    as,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });

const restore = async (number: number, as = reviewer, reason = "Versi baru keliru."): Promise<[number, Json]> => {
  const response = await send(`${VERSIONS}/${number}/restore`, as, { reason });
  return [response.status, await json(response)];
};

const declare = (fields: readonly Field[], more: Json = {}, method = "PUT"): Promise<Response> =>
  send(
    method === "PUT" ? `/api/v1/datasets/${SLUG}` : "/api/v1/datasets",
    officer,
    {
      name: SLUG,
      title: SLUG,
      description: "Angka rekaan.",
      resources: [{ name: "a", path: "a.csv", schema: { fields, primaryKey: ["kode_wilayah"] } }],
      ...more,
    },
    method,
  );

async function upload(content: string): Promise<unknown> {
  const response = await server.call(`/api/v1/datasets/${SLUG}/uploads`, {
    method: "POST",
    as: officer,
    body: content,
    headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=a.csv" },
  });
  const { id } = await json(response);
  return id;
}

const statusOf = async (id: unknown): Promise<unknown> =>
  (await json(await server.call(`/api/v1/uploads/${id}`, { as: officer }))).status;

const becomes = (id: unknown, status: string): Promise<void> =>
  vi.waitFor(async () => expect(await statusOf(id)).toBe(status), { timeout: 30_000, interval: 50 });

async function publish(content: string): Promise<void> {
  const id = await upload(content);
  await becomes(id, "ready");
  expect((await send(`/api/v1/uploads/${id}/publish`, reviewer)).status).toBe(200);
}

const kode = { name: "kode_wilayah", type: "string", role: "region" };
const jumlah = { name: "jumlah", type: "integer", role: "measure", unit: "jiwa" };
const rule = { name: "laki-laki", kind: "compare", left: "laki", op: "<=", right: "penduduk", severity: "error" };

beforeAll(async () => {
  server = await openTestServer();
  officer = await server.token("producer", "disdukcapil");
  reviewer = await server.token("reviewer");
  expect((await declare([kode, jumlah], {}, "POST")).status).toBe(201);
  await publish("kode_wilayah,jumlah\n73.02,1\n73.06,2\n73.71,3\n");
  const penduduk = { ...jumlah, name: "penduduk", unit: "ribu jiwa", previousNames: ["jumlah"] };
  expect((await declare([penduduk, kode, { name: "laki", type: "number" }], { rules: [rule] })).status).toBe(200);
  const id = await upload("kode_wilayah,penduduk,laki\n73.02,1,1\n73.06,5,2\n73.09,4,9\n");
  await becomes(id, "invalid");
  const { report } = await json(await server.call(`/api/v1/uploads/${id}`, { as: officer }));
  const [{ code = "" } = {}] = (report as { issues: { code?: string }[] }).issues;
  await send(`/api/v1/uploads/${id}/decisions`, officer, [
    { issue: { code, row: 4 }, override: true, reason: "Benar menurut survei." },
  ]);
  await becomes(id, "ready");
  expect((await send(`/api/v1/uploads/${id}/publish`, reviewer)).status).toBe(200);
});
afterAll(() => server.close());

describe("the history of a dataset", () => {
  it("tells who, when, what changed by field, how the schema changed and what was overridden, without names", async () => {
    const response = await server.call(VERSIONS);
    expect(response.headers.get("cache-control")).toBe("public, no-cache");
    const { versions, totalCount } = (await json(response)) as { versions: Json[]; totalCount: number };
    expect(totalCount).toBe(2);
    expect(versions[0]).toMatchObject({
      version: 2,
      current: true,
      added: 1,
      removed: 1,
      changed: 2,
      changedCells: { penduduk: 1, laki: 2 },
      restoredFrom: null,
      uploadedBy: { role: "producer", agency: "disdukcapil" },
      publishedBy: { role: "reviewer", agency: null },
      overrides: [
        {
          code: expect.stringMatching(/^row\/rule-/),
          row: 4,
          reason: "Benar menurut survei.",
          by: { role: "producer", agency: "disdukcapil" },
        },
      ],
      url: `${server.url}/download/${SLUG}/v2.csv`,
      diffUrl: `${server.url}/download/${SLUG}/v1..v2.diff.csv`,
    });
    const changes = versions[0]?.schemaChanges as { kind: string; field: string | null; text: { id: string } }[];
    expect(changes.map(({ kind, field }) => [kind, field])).toEqual([
      ["renamed", "penduduk"],
      ["unit", "penduduk"],
      ["added", "laki"],
      ["reordered", null],
    ]);
    expect(changes.map(({ text }) => text.id)).toContain("Kolom “jumlah” kini bernama “penduduk”; isinya tetap.");
    expect(versions[1]).toMatchObject({
      version: 1,
      schemaChanges: [],
      overrides: [],
      changedCells: {},
      diffUrl: null,
    });
    expect(JSON.stringify(versions)).not.toMatch(/(?:producer|reviewer) uji/);
  });

  it("tells names to reviewers, and one version alone", async () => {
    const one = await json(await server.call(`${VERSIONS}/2`, { as: reviewer }));
    expect(one).toMatchObject({
      version: 2,
      uploadedBy: { name: "producer uji" },
      publishedBy: { name: "reviewer uji" },
      overrides: [{ by: { name: "producer uji" } }],
    });
    expect(await json(await server.call(`${VERSIONS}/2`, { as: officer }))).not.toMatchObject({
      uploadedBy: { name: "producer uji" },
    });
    expect((await server.call(`${VERSIONS}/9`)).status).toBe(404);
    expect((await server.call(`${VERSIONS}/nol`)).status).toBe(404);
    expect((await server.call(`${VERSIONS}?first=0`)).status).toBe(400);
    expect((await server.call("/api/v1/datasets/tidak-ada/versions")).status).toBe(404);
  });

  it("goes page by page", async () => {
    const first = await json(await server.call(`${VERSIONS}?first=1`));
    const { endCursor } = first.pageInfo as { endCursor: string };
    const rest = await json(await server.call(`${VERSIONS}?first=1&after=${endCursor}`));
    expect([first, rest].map(({ versions }) => (versions as Json[]).map(({ version }) => version))).toEqual([[2], [1]]);
  });
});

describe("restoring a version", () => {
  it("is for reviewers, with a reason", async () => {
    expect((await restore(1, officer))[0]).toBe(403);
    expect((await restore(1, reviewer, " "))[0]).toBe(400);
    expect((await restore(7))[1]).toMatchObject({ status: 404, code: "version.unknown" });
  });

  it("makes its rows and its package the next version, told in the feed and the trail", async () => {
    const earlier = await (await server.call(`/download/${SLUG}/v1.csv`)).text();
    expect(await restore(1)).toEqual([
      200,
      expect.objectContaining({ version: 3, rows: 3, added: 1, removed: 1, changed: 1, note: "Versi baru keliru." }),
    ]);
    const now = await server.call(`/download/${SLUG}.csv`);
    expect(await now.text()).toBe(earlier);
    const history = await json(await server.call(`${VERSIONS}/3`, { as: reviewer }));
    expect(history).toMatchObject({
      restoredFrom: 1,
      changedCells: { jumlah: 1 },
      uploadedBy: { name: "producer uji" },
      publishedBy: { name: "reviewer uji" },
      overrides: [],
    });
    // The column of “penduduk” is kept under its old name: no row is written anew for that.
    expect((history.schemaChanges as { kind: string }[]).map(({ kind }) => kind)).toContain("renamed");
    const feed = await json(
      await send("/graphql", reviewer, { query: "{ changes { nodes { kind dataset version } } }" }),
    );
    expect(JSON.stringify(feed)).toContain(`{"kind":"RESTORED","dataset":"${SLUG}","version":3}`);
    const admin = await server.token("admin");
    const trail = await (await server.call("/api/v1/audit?first=5", { as: admin })).text();
    expect(trail).toContain("version.restored");
  });

  it("refuses what changes nothing, and what has been withdrawn", async () => {
    expect(await restore(3)).toEqual([409, expect.objectContaining({ code: "version.nothing-to-restore" })]);
    expect(await restore(1)).toEqual([409, expect.objectContaining({ code: "version.nothing-to-restore" })]);
    expect((await send(`${VERSIONS}/2/withdraw`, reviewer, { reason: "Salah satuan." })).status).toBe(200);
    expect(await restore(2)).toEqual([
      409,
      expect.objectContaining({
        code: "version.restore-withdrawn",
        detail_id: expect.stringContaining("Salah satuan."),
      }),
    ]);
  });

  it("of an earlier version is the way out when the current one is withdrawn", async () => {
    await publish("kode_wilayah,penduduk,laki\n73.02,100,1\n");
    expect((await send(`${VERSIONS}/4/withdraw`, reviewer, { reason: "Tidak lengkap." })).status).toBe(200);
    expect((await server.call(`/download/${SLUG}.csv`)).status).toBe(410);
    expect((await restore(3))[1]).toMatchObject({ version: 5, rows: 3 });
    expect((await server.call(`/download/${SLUG}.csv`)).status).toBe(200);
  });
});
