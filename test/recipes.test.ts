/** A wide file on real HTTP: its recipe is proposed, confirmed once, applied in silence next year, and explained when the layout differs. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkFile } from "../src/tabular/check.ts";
import { type Officer, officerOf } from "./setup/officer.ts";
import { openTestServer, type TestServer } from "./setup/server.ts";

const pkg = (name: string) => ({
  name,
  title: "Indeks (data uji)",
  description: "Angka rekaan untuk pengujian.",
  resources: [
    {
      name,
      schema: {
        fields: [
          { name: "kode_wilayah", type: "string", title: "Kabupaten/Kota", role: "region" },
          { name: "tahun", type: "year", title: "Tahun", role: "period" },
          { name: "ipm", type: "number", title: "Indeks Pembangunan Manusia", role: "measure", unit: "indeks" },
        ],
        primaryKey: ["kode_wilayah", "tahun"],
      },
    },
  ],
});

const RECIPE = {
  recipe: 1,
  keep: [{ title: "Wilayah Kerja", name: "kode_wilayah" }],
  melt: { columns: "periods", dimensions: [], period: "tahun", value: "ipm" },
  drop: ["No"],
};

const years2 = "No,Wilayah Kerja,2022,2023\n1,Gowa,70.1,70.9\n2,Maros,69.2,69.8\n3,Bone,66.5,67.0\n";
const years3 =
  "No,Wilayah Kerja,2024,2022,2023\n1,Gowa,71.5,70.1,70.9\n2,Maros,70.3,69.2,69.8\n3,Bone,67.9,66.5,67.0\n";

let server: TestServer;
let officer: Officer;
let reviewer: Officer;
let other: string;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = officerOf(server, await server.token("producer", "disdukcapil"));
  reviewer = officerOf(server, await server.token("reviewer"));
  other = await server.token("producer", "dinkes");
});
afterAll(() => server.close());

describe("a wide file", () => {
  const slug = "indeks-melebar";

  it("is read by a proposed recipe, with one warning that says what becomes what", async () => {
    await officer.declare(pkg(slug));
    const upload = await officer.send(slug, years2);
    expect(upload).toMatchObject({
      status: "ready",
      rows: 6,
      report: { errors: 0, warnings: 1, byCode: { "table/recipe-proposed": 1 } },
      recipe: { origin: "proposed", recipe: RECIPE },
    });
    const [{ message }] = upload.report.issues as [{ message: { id: string; en: string } }];
    expect(message.id).toContain("“2022”, “2023”");
    expect(message.id).toContain("“Wilayah Kerja” → kode_wilayah");
    expect(message.en).toContain("header fills tahun, its figures fill ipm");
    expect(message.en).toContain("Left out: “No”");
    expect((await officer.get(`/api/v1/datasets/${slug}/recipe`)).status).toBe(404);
  });

  it("is not asked about again once the recipe has been confirmed, and the recipe is kept with who, when and for which file", async () => {
    const upload = await officer.send(slug, years2);
    const decided = await officer.decide(upload.id, [
      { issue: "table/recipe-proposed", choose: "confirm", reason: "Tabel tahunan" },
    ]);
    expect(decided).toMatchObject({
      status: "ready",
      report: { warnings: 0 },
      recipe: { origin: "kept", number: 1, recipe: RECIPE },
    });
    const kept = await officer.get(`/api/v1/datasets/${slug}/recipe`);
    expect(kept).toMatchObject({ status: 200, body: RECIPE });
    const { body } = await officer.get(`/api/v1/datasets/${slug}/recipes`);
    expect(body).toMatchObject({
      recipes: [{ number: 1, recipe: RECIPE, upload: upload.id, reason: "Tabel tahunan", keptBy: "producer uji" }],
    });
    expect((await reviewer.post(`/api/v1/uploads/${upload.id}/publish`)).status).toBe(200);
  });

  it("of next year, with one more year and its columns moved, gives no finding at all", async () => {
    const upload = await officer.send(slug, years3);
    expect(upload).toMatchObject({
      status: "ready",
      rows: 9,
      report: { errors: 0, warnings: 0, notes: 0, issues: [] },
      changes: { added: 3, removed: 0, changed: 0 },
    });
  });

  it("whose column was renamed is explained by name, told of whatever else is wrong, and read once the new name is confirmed", async () => {
    const renamed = years3.replace("Wilayah Kerja", "Wilayah Kerja (Kab/Kota)").replace("71.5", "banyak");
    const upload = await officer.send(slug, renamed);
    expect(upload).toMatchObject({
      status: "invalid",
      report: { byCode: { "recipe/column-renamed": 1, "cell/not-a-number": 1 } },
    });
    const issue = upload.report.issues.find(({ code }) => code === "recipe/column-renamed");
    expect(issue).toMatchObject({ column: 2, suggestion: "Wilayah Kerja" });
    const decided = await officer.decide(upload.id, [
      { issue: "recipe/column-renamed", choose: "confirm", reason: "Judul baru" },
      { issue: { code: "cell/not-a-number", row: 2, column: 3 }, correct: "71.5", reason: "salah ketik" },
    ]);
    expect(decided).toMatchObject({ status: "ready", rows: 9, report: { errors: 0 } });
    expect((await officer.get(`/api/v1/datasets/${slug}/recipe`)).body).toMatchObject({
      keep: [{ title: "Wilayah Kerja (Kab/Kota)", name: "kode_wilayah" }],
    });
  });

  it("with a column more or less says which, and a column that is not wanted is left out for good", async () => {
    await officer.put(`/api/v1/datasets/${slug}/recipe?reason=kembali`, RECIPE);
    const more = years3.replace(/^(\S+ Kerja),/m, "$1,Petugas,").replace(/^(\d,\w+),/gm, "$1,x,");
    const added = await officer.send(slug, more);
    expect(added).toMatchObject({ status: "ready", report: { warnings: 1, byCode: { "recipe/column-added": 1 } } });
    const settled = await officer.decide(added.id, [{ issue: "recipe/column-added", choose: "confirm" }]);
    expect(settled).toMatchObject({ status: "ready", report: { warnings: 0 } });
    const less = await officer.send(slug, "No,2022,2023\n1,70.1,70.9\n2,69.2,69.8\n");
    expect(less).toMatchObject({ status: "invalid", report: { byCode: { "recipe/column-missing": 1 } } });
  });

  it("made long by hand is simply read as long", async () => {
    const upload = await officer.send(slug, "Kabupaten/Kota,Tahun,ipm\nGowa,2024,71.5\nMaros,2024,70.3\n");
    expect(upload).toMatchObject({ status: "ready", rows: 2, recipe: null });
  });

  it("says the same in the whole report, whatever recipe has been kept since", async () => {
    const name = "indeks-laporan";
    await officer.declare(pkg(name));
    const lines = Array.from({ length: 130 }, () => "Gowa,70.1,70.9").join("\n");
    const upload = await officer.send(name, `Kabupaten/Kota,2022,2023\n${lines}\n`);
    expect(upload.report.byCode["table/recipe-proposed"]).toBe(1);
    await officer.put(`/api/v1/datasets/${name}/recipe`, { ...RECIPE, drop: [] });
    const { body } = await officer.get(`/api/v1/uploads/${upload.id}/report`);
    const issues = body.issues as { code: string }[];
    expect(issues.filter(({ code }) => code === "table/recipe-proposed")).toHaveLength(1);
    expect(issues).toHaveLength(upload.report.errors + upload.report.warnings + upload.report.notes);
  });
});

describe("the recipe of a dataset", () => {
  const slug = "indeks-resep";

  it("is kept when an upload that was read by a proposal is published", async () => {
    await officer.declare(pkg(slug));
    const upload = await officer.send(slug, years2);
    expect((await reviewer.post(`/api/v1/uploads/${upload.id}/publish`)).status).toBe(200);
    expect((await reviewer.get(`/api/v1/datasets/${slug}/recipes`)).body).toMatchObject({
      recipes: [{ number: 1, recipe: RECIPE, upload: upload.id, keptBy: "reviewer uji" }],
    });
    expect(await officer.send(slug, years3)).toMatchObject({ status: "ready", report: { warnings: 0 } });
  });

  it("is read by whoever may read the dataset, and its history by those who may see uploads", async () => {
    const open = await server.call(`/api/v1/datasets/${slug}/recipe`);
    expect([open.status, await open.json()]).toEqual([200, RECIPE]);
    expect((await server.call(`/api/v1/datasets/${slug}/recipes`)).status).toBe(401);
    expect((await server.call(`/api/v1/datasets/${slug}/recipes`, { as: other })).status).toBe(403);
  });

  it("is changed by its agency only, and only to one that fits the declared fields", async () => {
    const path = `/api/v1/datasets/${slug}/recipe`;
    const refused = await officer.put(path, { ...RECIPE, keep: [{ title: "Wilayah Kerja", name: "wilayah" }] });
    expect(refused).toMatchObject({ status: 422, body: { code: "recipe.invalid" } });
    expect(JSON.stringify(refused.body.errors)).toContain("“wilayah” is no field");
    expect(JSON.stringify(refused.body.errors)).toContain("“kode_wilayah” is filled by nothing");
    expect(await officer.put(path, { recipe: 2 })).toMatchObject({ status: 422, body: { code: "recipe.invalid" } });
    expect(await officerOf(server, other).put(path, RECIPE)).toMatchObject({ status: 403 });
    expect(await officer.put(path, { ...RECIPE, drop: [] })).toMatchObject({ status: 200, body: { number: 2 } });
  });

  it("is decided only where there is something to decide", async () => {
    const upload = await officer.send(slug, years3);
    for (const code of ["table/recipe-proposed", "recipe/column-renamed"]) {
      const answer = await officer.post(`/api/v1/uploads/${upload.id}/decisions`, [{ issue: code, choose: "confirm" }]);
      expect(answer).toMatchObject({ status: 409, body: { code: "recipe.nothing-to-confirm" } });
    }
    const bad = await officer.post(`/api/v1/uploads/${upload.id}/decisions`, [
      { issue: "table/recipe-proposed", choose: { recipe: 1 } },
    ]);
    expect(bad).toMatchObject({ status: 422, body: { code: "recipe.invalid" } });
    expect(
      await officer.decide(upload.id, [{ issue: "table/recipe-proposed", choose: RECIPE, reason: "No tidak perlu" }]),
    ).toMatchObject({ status: "ready", recipe: { origin: "kept", number: 3, recipe: RECIPE } });
  });

  it("has a published JSON Schema", async () => {
    const response = await server.call("/api/v1/recipes/schema.json");
    expect(response.headers.get("content-type")).toContain("application/schema+json");
    expect(await response.json()).toMatchObject({ title: "Jendela Sulsel recipe" });
  });
});
