/** A file that disagrees with what was published: told before publication, let go with a reason, and the reason kept with the version. */
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkFile } from "../src/tabular/check.ts";
import { type Officer, officerOf } from "./setup/officer.ts";
import { openTestServer, type TestServer } from "./setup/server.ts";

const SLUG = "luas-panen-uji";
const pkg = {
  name: SLUG,
  title: "Luas panen (data uji)",
  description: "Angka rekaan untuk pengujian.",
  rules: [
    {
      name: "perubahan-wajar",
      kind: "change",
      field: "luas",
      against: "last-version",
      percent: 40,
      severity: "warning",
    },
  ],
  resources: [
    {
      name: SLUG,
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", role: "region" },
          { name: "tahun", type: "year", role: "period" },
          { name: "luas", type: "number", role: "measure", unit: "hektare" },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
      },
    },
  ],
};
const rows = (...lines: readonly string[]): string => `kode_wilayah;tahun;luas\n${lines.join("\n")}\n`;
const first = rows("73.06;2022;45123,5", "73.06;2023;46234,75", "73.09;2023;30111,2", "73.71;2023;2100,4");

let server: TestServer;
let officer: Officer;
let reviewer: Officer;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = officerOf(server, await server.token("producer", "disdukcapil"));
  reviewer = officerOf(server, await server.token("reviewer"));
  await officer.declare(pkg);
  const { id } = await officer.send(SLUG, first);
  expect((await reviewer.post(`/api/v1/uploads/${id}/publish`)).status).toBe(200);
});
afterAll(() => server.close());

describe("a file held against the last version", () => {
  it("is told of lost separators, of large changes and of what is gone, and may be published with the reason", async () => {
    const upload = await officer.send(
      SLUG,
      rows("73.06;2022;45123,5", "73.06;2023;46,23475", "73.09;2023;60000", "73.09;2024;30500,2"),
    );
    expect(upload).toMatchObject({
      status: "ready",
      report: {
        errors: 0,
        byCode: { "cell/far-from-last-version": 1, "table/rule-version-change": 2, "table/gone-since-version": 1 },
      },
    });
    const issue = upload.report.issues.find(({ code }) => code === "cell/far-from-last-version");
    expect(issue).toMatchObject({ severity: "warning", cell: "C3", value: "46,23475", suggestion: "46234.75" });
    expect(upload.report.issues.find(({ code }) => code === "table/gone-since-version")).toMatchObject({
      message: { en: expect.stringContaining("2023: Kota Makassar (73.71)") },
    });

    const decided = await officer.decide(upload.id, [
      {
        issue: { code: "cell/far-from-last-version", row: 3, column: 3 },
        correct: "46234,75",
        reason: "pemisah hilang",
      },
      { issue: "table/rule-version-change", override: true, reason: "Sawah baru dicetak" },
      { issue: "table/gone-since-version", override: true, reason: "Makassar digabung" },
    ]);
    expect(decided.report).toMatchObject({ errors: 0, warnings: 0 });
    expect(decided.report.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: "table/rule-version-change",
          severity: "note",
          row: 4,
          reason: "Sawah baru dicetak",
        }),
        expect.objectContaining({ code: "table/gone-since-version", severity: "note", reason: "Makassar digabung" }),
      ]),
    );
    const published = await reviewer.post(`/api/v1/uploads/${upload.id}/publish`);
    expect(published).toMatchObject({ status: 200, body: { version: 2, rows: 4 } });
    const { body } = await reviewer.get(`/api/v1/uploads/${upload.id}`);
    expect(body).toMatchObject({ version: 2, report: { issues: decided.report.issues } });
  });

  it("that is right is told of nothing, and one that only adds rows misses none", async () => {
    const same = await officer.send(
      SLUG,
      rows("73.06;2022;45123,5", "73.06;2023;46234,75", "73.09;2023;60000", "73.09;2024;30500,2", "73.06;2024;46000"),
    );
    expect(same).toMatchObject({
      status: "ready",
      report: { errors: 0, warnings: 0 },
      changes: { added: 1, removed: 0 },
    });
    const more = await officer.send(SLUG, rows("73.71;2024;2150,5"), { mode: "append" });
    expect(more).toMatchObject({ status: "ready", report: { warnings: 0 } });
  });

  it("says the same in the whole report after another version has been published", async () => {
    const lines = Array.from({ length: 130 }, (_, row) => `73.06;${1890 + row};x${row}`);
    const upload = await officer.send(SLUG, rows(...lines));
    const next = await officer.send(SLUG, rows("73.06;2022;1"), { mode: "append" });
    expect((await reviewer.post(`/api/v1/uploads/${next.id}/publish`)).status).toBe(200);
    const { errors, warnings, notes } = upload.report;
    const whole = (await officer.get(`/api/v1/uploads/${upload.id}/report`)).body.issues as { code: string }[];
    expect(whole).toHaveLength(errors + warnings + notes);
    expect(whole.length).toBeGreaterThan(100);
    expect(whole.filter(({ code }) => code === "table/gone-since-version")).toHaveLength(1);
  });

  it("leaves nothing in the folder of files in progress", async () => {
    expect(await readdir(server.service.spool)).toEqual([]);
  });
});
