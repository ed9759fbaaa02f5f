/** The main job on real HTTP: a file becomes a checked, versioned, published dataset that anyone can query and download. */
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestServer, type TestServer } from "./setup/server.ts";

const SLUG = "penduduk-uji";
const AGENCY = "disdukcapil";
const pkg = {
  name: SLUG,
  title: { id: "Penduduk (data uji)", en: "Population (test data)" },
  description: "Angka rekaan untuk pengujian.",
  resources: [
    {
      name: "penduduk",
      path: "penduduk.csv",
      schema: {
        fields: [
          {
            name: "kode_wilayah",
            type: "string",
            title: "Kabupaten/Kota",
            role: "region",
            constraints: { required: true },
          },
          { name: "tahun", type: "year", title: "Tahun", role: "period", constraints: { required: true } },
          {
            name: "jumlah",
            type: "integer",
            title: "Jumlah penduduk",
            role: "measure",
            unit: "jiwa",
            additive: true,
            concept: "Penduduk",
            definition: "Orang yang berdomisili",
            classification: "Wilayah",
            measureType: "Jumlah",
          },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
        foreignKeys: [{ fields: ["kode_wilayah"], reference: { resource: "wilayah", fields: ["code"] } }],
      },
    },
  ],
};

let server: TestServer;
let officer: string;
let reviewer: string;

beforeAll(async () => {
  server = await openTestServer();
  officer = await server.token("producer", AGENCY);
  reviewer = await server.token("reviewer");
});

afterAll(() => server.close());

type Json = Record<string, unknown>;

const json = async (response: Response): Promise<Json> => (await response.json()) as Json;

async function send(
  content: string | Uint8Array,
  name: string,
  fields: Record<string, string> = {},
  as = officer,
): Promise<Json> {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  body.append("file", new File([content as string], name));
  const response = await server.call(`/api/v1/datasets/${SLUG}/uploads`, { method: "POST", body, as });
  expect(response.status).toBe(202);
  const upload = await json(response);
  expect(response.headers.get("location")).toBe(`/api/v1/uploads/${upload.id}`);
  return checked(String(upload.id));
}

async function checked(id: string): Promise<Json> {
  return expect
    .poll(async () => json(await server.call(`/api/v1/uploads/${id}`, { as: officer })), {
      timeout: 20_000,
      interval: 100,
    })
    .not.toMatchObject({ status: expect.stringMatching(/received|checking/) })
    .then(async () => json(await server.call(`/api/v1/uploads/${id}`, { as: officer })));
}

const act = async (id: unknown, what: string, as: string, body?: unknown): Promise<{ status: number; body: Json }> => {
  const response = await server.call(`/api/v1/uploads/${id}/${what}`, {
    method: "POST",
    as,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  return { status: response.status, body: await json(response) };
};

async function ask(query: string): Promise<Json> {
  const response = await server.call("/graphql", {
    method: "POST",
    body: JSON.stringify({ query }),
    headers: { "Content-Type": "application/json" },
  });
  return (await json(response)).data as Json;
}

describe("from a file to an open dataset", () => {
  it("declares a dataset that the public does not see yet", async () => {
    const made = await server.call("/api/v1/datasets", {
      method: "POST",
      as: officer,
      body: JSON.stringify(pkg),
      headers: { "Content-Type": "application/json" },
    });
    expect([made.status, await made.text()]).toEqual([201, expect.stringContaining(SLUG)]);
    expect((await server.call(`/download/${SLUG}.csv`)).status).toBe(404);
    expect((await server.call(`/api/v1/datasets/${SLUG}`)).status).toBe(404);
    const again = await server.call("/api/v1/datasets", {
      method: "POST",
      as: officer,
      body: JSON.stringify(pkg),
      headers: { "Content-Type": "application/json" },
    });
    expect(again.status).toBe(409);
  });

  it("names each bad cell of a broken file, in both languages, with what was meant", async () => {
    const upload = await send(
      "Kabupaten/Kota;Tahun;Jumlah penduduk\nGowa;2024;825.369\nBulukmba;2024;480.672\nMaros;20x4;abc\n",
      "rusak.csv",
    );
    expect(upload).toMatchObject({ status: "invalid", file: { name: "rusak.csv", format: "csv", delimiter: ";" } });
    const { issues, errors } = upload.report as { errors: number; issues: Json[] };
    expect(errors).toBe(3);
    expect(issues.map(({ cell, value, suggestion }) => ({ cell, value, suggestion }))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          cell: "A3",
          value: "Bulukmba",
          suggestion: expect.stringMatching(/Bulukumba|73\.02/),
        }),
        expect.objectContaining({ cell: "B4", value: "20x4" }),
        expect.objectContaining({ cell: "C4", value: "abc" }),
      ]),
    );
    for (const { message } of issues as { message: { id: string; en: string } }[])
      expect(message.id !== "" && message.en !== "").toBe(true);
    expect(await act(upload.id, "submit", officer)).toMatchObject({
      status: 409,
      body: { code: "upload.wrong-state" },
    });

    const report = await server.call(`/api/v1/uploads/${upload.id}/report`, { as: officer });
    expect(await json(report)).toMatchObject({
      errors: 3,
      issues: expect.arrayContaining([expect.objectContaining({ cell: "A3" })]),
    });
    const csv = await (await server.call(`/api/v1/uploads/${upload.id}/report.csv`, { as: officer })).text();
    expect(csv.match(/^error,/gm)).toHaveLength(3);
    const xlsx = await server.call(`/api/v1/uploads/${upload.id}/report.xlsx`, { as: officer });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(await xlsx.arrayBuffer());
    expect(workbook.worksheets.length).toBeGreaterThanOrEqual(2);
  });

  it("publishes the mended file as version 1, by somebody else", async () => {
    const upload = await send(
      "Kabupaten/Kota;Tahun;Jumlah penduduk\nGowa;2024;825.369\nBulukumba;2024;480.672\nMaros;2024;414.406\n",
      "benar.csv",
      { note: "Semester II 2024" },
    );
    expect(upload).toMatchObject({
      status: "ready",
      rows: 3,
      report: { errors: 0 },
      changes: { base: null, added: 3, removed: 0, changed: 0 },
    });
    expect(await act(upload.id, "publish", officer)).toMatchObject({ status: 403 });
    expect(await act(upload.id, "submit", officer)).toMatchObject({ status: 200, body: { status: "submitted" } });
    expect(await act(upload.id, "publish", reviewer)).toMatchObject({
      status: 200,
      body: { version: 1, rows: 3, status: "published" },
    });
    const csv = await server.call(`/download/${SLUG}.csv`);
    expect(await csv.text()).toBe(
      "kode_wilayah,tahun,jumlah\n73.02,2024,480672\n73.06,2024,825369\n73.09,2024,414406\n",
    );
  });

  it("takes a workbook as the next version, and answers for both", async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet("Data");
    sheet.addRow(["Tahun", "Kabupaten/Kota", "Jumlah penduduk"]);
    sheet.addRow([2024, "Gowa", 825369]);
    sheet.addRow([2024, "Bulukumba", 480673]);
    sheet.addRow([2024, "Kota Makassar", 1482354]);
    const upload = await send(new Uint8Array(await workbook.xlsx.writeBuffer()), "penduduk.xlsx");
    expect(upload).toMatchObject({
      status: "ready",
      file: { format: "xlsx", sheet: "Data" },
      changes: { base: 1, added: 1, removed: 1, changed: 1, unchanged: 1 },
    });
    expect(await act(upload.id, "publish", reviewer)).toMatchObject({ status: 200, body: { version: 2 } });

    const first = await (await server.call(`/download/${SLUG}/v1.csv`)).text();
    const second = await (await server.call(`/download/${SLUG}/v2.csv`)).text();
    expect([first.includes("73.09"), second.includes("73.71,2024,1482354")]).toEqual([true, true]);
    const answer = await ask(`{ dataset(slug: "${SLUG}") {
      versions { nodes { number rows added removed changed note } }
      now: rows { totalCount nodes } earlier: rows(version: 1) { totalCount }
      aggregate(measures: [{ field: "jumlah", op: SUM }]) } }`);
    expect(answer.dataset).toMatchObject({
      versions: {
        nodes: [
          { number: 2, rows: 3, added: 1, removed: 1, changed: 1 },
          { number: 1, rows: 3, note: "Semester II 2024" },
        ],
      },
      now: { totalCount: 3 },
      earlier: { totalCount: 3 },
      aggregate: [{ sum_jumlah: 825369 + 480673 + 1482354 }],
    });
  });

  it("says so when nothing has changed", async () => {
    const upload = await send(
      "kode_wilayah,tahun,jumlah\n73.71,2024,1482354\n73.06,2024,825369\n73.02,2024,480673\n",
      "sama.csv",
    );
    expect(upload).toMatchObject({ status: "ready", report: { byCode: { "file/same-as-version": 1 } } });
    expect(await act(upload.id, "publish", reviewer)).toMatchObject({
      status: 409,
      body: { code: "upload.nothing-changed" },
    });
  });

  it("adds rows to those that are there, or replaces those with the same key", async () => {
    const upload = await send("kode_wilayah,tahun,jumlah\n73.06,2024,825370\n73.01,2024,143096\n", "tambah.csv", {
      mode: "append",
    });
    expect(upload).toMatchObject({ mode: "append", changes: { added: 1, changed: 1, removed: 0, unchanged: 2 } });
    expect(await act(upload.id, "publish", reviewer)).toMatchObject({ status: 200, body: { version: 3, rows: 4 } });
  });

  it("returns an upload with a reason", async () => {
    const upload = await send("kode_wilayah,tahun,jumlah\n73.06,2024,1\n", "salah.csv");
    expect(await act(upload.id, "return", reviewer, { reason: "Angka Gowa keliru." })).toMatchObject({
      status: 200,
      body: { status: "returned", reason: "Angka Gowa keliru." },
    });
    expect(await act(upload.id, "publish", reviewer)).toMatchObject({ status: 409 });
  });

  it("lets one of two publications win", async () => {
    const first = await send("kode_wilayah,tahun,jumlah\n73.06,2024,2\n", "satu.csv");
    const second = await send("kode_wilayah,tahun,jumlah\n73.06,2024,3\n", "dua.csv");
    const answers = await Promise.all([act(first.id, "publish", reviewer), act(second.id, "publish", reviewer)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("honours an Idempotency-Key", async () => {
    const post = async (content: string) => {
      const response = await server.call(`/api/v1/datasets/${SLUG}/uploads`, {
        method: "POST",
        as: officer,
        body: content,
        headers: {
          "Content-Type": "text/csv",
          "Content-Disposition": "attachment; filename=a.csv",
          "Idempotency-Key": "k-1",
        },
      });
      return { status: response.status, body: await json(response) };
    };
    const one = await post("kode_wilayah,tahun,jumlah\n73.06,2024,9\n");
    const same = await post("kode_wilayah,tahun,jumlah\n73.06,2024,9\n");
    expect([one.status, same.status, same.body.id]).toEqual([202, 202, one.body.id]);
    expect(await post("kode_wilayah,tahun,jumlah\n73.06,2024,8\n")).toMatchObject({ status: 422 });
  });

  it("follows an upload by server-sent events to its end", async () => {
    const response = await server.call(`/api/v1/datasets/${SLUG}/uploads`, {
      method: "POST",
      as: officer,
      body: "kode_wilayah,tahun,jumlah\n73.06,2024,11\n",
      headers: { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename=b.csv" },
    });
    const { id } = await json(response);
    const events = await (await server.call(`/api/v1/uploads/${id}/events`, { as: officer })).text();
    expect(events).toMatch(/event: status\ndata: .*"status":"ready"/);
  });

  it("keeps an upload from those it does not concern", async () => {
    const upload = await send("kode_wilayah,tahun,jumlah\n73.06,2024,12\n", "c.csv");
    const other = await server.token("producer", "dinkes");
    expect((await server.call(`/api/v1/uploads/${upload.id}`)).status).toBe(401);
    expect((await server.call(`/api/v1/uploads/${upload.id}`, { as: other })).status).toBe(403);
    expect((await server.call(`/api/v1/uploads/${upload.id}`, { as: reviewer })).status).toBe(200);
  });
});

describe("files that are no tables", () => {
  it.each([
    ["nothing at all", ""],
    ["only a header", "kode_wilayah,tahun,jumlah\n"],
    ["noise", new Uint8Array(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
    ["an unclosed quote", `kode_wilayah,tahun,jumlah\n"73.06,2024,1\n${"73.06,2024,1\n".repeat(50)}`],
    ["a lock file", new Uint8Array([5, ...new TextEncoder().encode("admin"), ...new Array(159).fill(0x20)])],
    ["a PDF", "%PDF-1.7\n1 0 obj\n"],
  ])("%s ends invalid with a clear issue, and the next upload works", async (_what, content) => {
    const upload = await send(content, "aneh.csv");
    expect(upload).toMatchObject({ status: "invalid" });
    expect((upload.report as { errors: number }).errors).toBeGreaterThan(0);
    expect(await send("kode_wilayah,tahun,jumlah\n73.06,2024,13\n", "d.csv")).toMatchObject({ status: "ready" });
  });
});
