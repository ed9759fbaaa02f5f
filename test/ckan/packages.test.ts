/** Datasets, organizations, groups, tags and files, as the tools that harvest CKAN read them. */

import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BASE_URL } from "../setup/outlets.ts";
import { fc } from "../setup/properties.ts";
import { type Ckan, openCkan } from "./given.ts";

let ckan: Ckan;
beforeAll(async () => {
  // Without states: every look asks PostgreSQL.
  ckan = await openCkan(false);
});
afterAll(() => ckan.close());

type Found = { count: number; results: { name: string; id: string }[]; facets: Record<string, Record<string, number>> };
const search = (args: Record<string, unknown>) => ckan.act<Found>("package_search", args);
const names = async (args: Record<string, unknown>) => (await search(args)).results.map(({ name }) => name).sort();

describe("package_show", () => {
  it("has every key that harvesters demand, and one resource for each format", async () => {
    const shown = await ckan.act<Record<string, unknown>>("package_show", { id: "kemiskinan" });
    expect(shown).toMatchObject({
      name: "kemiskinan",
      title: "Penduduk miskin",
      type: "dataset",
      state: "active",
      private: false,
      isopen: true,
      license_id: "cc-by",
      version: "2",
      num_tags: 2,
      num_resources: 6,
      metadata_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      organization: { name: "disdukcapil", is_organization: true, state: "active", revision_id: expect.any(String) },
      groups: [{ name: "kemiskinan", display_name: expect.any(String) }],
      tags: [{ name: "miskin", vocabulary_id: null }, { name: "garis kemiskinan" }],
      resources: [
        { format: "CSV", url: `${BASE_URL}/download/kemiskinan.csv`, datastore_active: true, mimetype: "text/csv" },
        { format: "XLSX", datastore_active: false },
        { format: "JSON" },
        { format: "NDJSON" },
        { format: "PARQUET" },
        { format: "ZIP" },
      ],
    });
    for (const key of ["author_email", "maintainer_email", "creator_user_id", "relationships_as_subject", "extras"])
      expect(shown).toHaveProperty(key);
    expect(await ckan.act("package_show", { id: shown.id })).toEqual(shown);
  });

  it("shows the version that is named, or that of a day, at its own addresses", async () => {
    expect(await ckan.act("package_show", { id: "kemiskinan", version: "1" })).toMatchObject({
      version: "1",
      resources: [{ url: `${BASE_URL}/download/kemiskinan/v1.csv`, size: null }, {}, {}, {}, {}, {}],
    });
    const { body } = await request(ckan.app)
      .get("/api/3/action/package_show?id=kemiskinan&asOf=2001-01-01")
      .expect(404);
    expect(body.error.__type).toBe("Not Found Error");
    await request(ckan.app).get("/api/3/action/package_show?id=kemiskinan&asOf=kemarin").expect(409);
  });

  it("has no files of a version that was withdrawn, and says why", async () => {
    expect(await ckan.act("package_show", { id: "keliru" })).toMatchObject({
      resources: [],
      withdrawn: "Salah satuan",
    });
  });
});

describe("package_search", () => {
  it("finds what is open, and only that", async () => {
    expect(await names({})).toEqual(["keliru", "kemiskinan", "sekolah"]);
    expect(await names({ q: "*:*", include_private: true })).toEqual(["keliru", "kemiskinan", "sekolah"]);
    expect(await ckan.act("package_list")).toEqual(["keliru", "kemiskinan", "sekolah"]);
  });

  it.each([
    ["miskin", ["kemiskinan"]],
    ["MISKIN penduduk", ["kemiskinan"]],
    ["miskin guru", []],
    ["miskin OR guru", ["kemiskinan", "sekolah"]],
    ['"penduduk miskin"', ["kemiskinan"]],
    ['"miskin penduduk"', []],
    ["title:Sekol*", ["sekolah"]],
    ["name:ke*", ["keliru", "kemiskinan"]],
    ["organization:dinkes", ["sekolah"]],
    ["organization:(dinkes OR disdukcapil)", ["keliru", "kemiskinan", "sekolah"]],
    ["organization:dinkes OR organization:disdukcapil -groups:kemiskinan", ["keliru", "sekolah"]],
    ["-organization:dinkes", ["keliru", "kemiskinan"]],
    ["NOT organization:dinkes AND groups:kesehatan", ["keliru"]],
    ["+tags:guru", ["sekolah"]],
    ['tags:"garis kemiskinan"', ["kemiskinan"]],
    ["res_format:CSV license_id:cc-by", ["kemiskinan"]],
    ["metadata_modified:[2025-01-01T00:00:00Z TO *]", ["keliru", "kemiskinan", "sekolah"]],
    ["metadata_modified:[2099-01-01T00:00:00Z TO *]", []],
    ["metadata_created:[* TO NOW-1DAY]", []],
    ["(title:a* OR (guru))", ["sekolah"]],
    ["state:active type:dataset capacity:public", ["keliru", "kemiskinan", "sekolah"]],
    ["title:[* TO *]", ["keliru", "kemiskinan", "sekolah"]],
    ["extras_anything:x", []],
    ["miskin^2 penduduk~1", ["kemiskinan"]],
  ])("q=%s finds %o, and fq the same", async (query, expected) => {
    expect(await names({ q: query })).toEqual(expected);
    expect(await names({ fq: query })).toEqual(expected);
  });

  it("holds q, fq and fq_list together", async () => {
    expect(await names({ q: "name:ke*", fq: "-groups:kesehatan" })).toEqual(["kemiskinan"]);
    expect(await names({ fq_list: ["organization:disdukcapil", "tags:miskin"] })).toEqual(["kemiskinan"]);
    expect(await names({ fq_list: '["organization:disdukcapil"]', fq: "tags:guru" })).toEqual([]);
  });

  it.each([
    "title:",
    "(a",
    "a)",
    "foo:x",
    "{!join from=a}x",
    "[a TO b]",
    "a OR",
    "metadata_modified:[x TO *]",
    "((((((((((((((((((((((a))))))))))))))))))))))",
  ])("refuses %s as CKAN does", async (query) => {
    const { body } = await request(ckan.app).post("/api/3/action/package_search").send({ q: query });
    expect(body.error.__type).toMatch(/^(?:Search Query|Validation) Error$/);
  });

  it("refuses a query that is too long or has too many clauses", async () => {
    for (const query of ["x".repeat(4001), "a ".repeat(201)]) {
      const { body } = await request(ckan.app).post("/api/3/action/package_search").send({ fq: query }).expect(400);
      expect(body.error.__type).toBe("Search Query Error");
    }
  });

  it("never fails otherwise, whatever is written", async () => {
    const piece = fc.constantFrom(
      "(",
      ")",
      '"',
      "[",
      "]",
      "{",
      "}",
      ":",
      "*",
      "-",
      "+",
      " OR ",
      " AND ",
      " NOT ",
      " TO ",
      "title",
      "a",
      "\\",
      "^2",
      "~",
      "'",
      ";",
      "--",
      "%",
      "\u0000",
      "𝕏",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const { status } = await request(ckan.app)
          .post("/api/3/action/package_search")
          .send({ q: pieces.join(""), rows: 0 });
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 150 },
    );
    expect(ckan.seen).toEqual([]);
  });

  it("counts facets, asked for as a list or by a bare name", async () => {
    for (const field of ['["organization","groups"]', ["organization", "groups"]]) {
      const { facets } = await search({ "facet.field": field, rows: 0 });
      expect(facets).toEqual({ organization: { disdukcapil: 2, dinkes: 1 }, groups: { kemiskinan: 1, kesehatan: 1 } });
    }
    expect(await search({ "facet.field": "organization", "facet.limit": "1", rows: 0 })).toMatchObject({
      facets: { organization: { disdukcapil: 2 } },
      search_facets: { organization: { title: "organization", items: [{ name: "disdukcapil", count: 2 }] } },
    });
  });

  it("is walked by id without a repetition until a page is empty", async () => {
    const seen: string[] = [];
    for (let start = 0; ; start += 1) {
      const { results } = await search({ rows: "1", start: String(start), sort: "id asc" });
      if (results.length === 0) break;
      seen.push(...results.map(({ id }) => id));
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(3);
  });

  it("orders by what is asked and refuses what it does not know", async () => {
    const { results } = await search({ sort: "title_string desc" });
    expect(results.map(({ name }) => name)).toEqual(["sekolah", "kemiskinan", "keliru"]);
    const { body } = await request(ckan.app).get("/api/3/action/package_search?sort=pg_sleep(1)").expect(400);
    expect(body.error.__type).toBe("Search Query Error");
  });
});

describe("lists", () => {
  it("has organizations and groups by name or in full, counted", async () => {
    expect(await ckan.act("organization_list")).toContain("dinkes");
    const [most] = await ckan.act<Record<string, unknown>[]>("organization_list", {
      all_fields: true,
      sort: "package_count desc",
    });
    expect(most).toMatchObject({
      name: "disdukcapil",
      package_count: 2,
      num_followers: 0,
      approval_status: "approved",
    });
    expect(await ckan.act("group_list", { q: "miskin" })).toEqual(["kemiskinan"]);
    const group = await ckan.act<{ id: string }>("group_show", { id: "kemiskinan", include_datasets: "true" });
    expect(group).toMatchObject({ type: "group", packages: [{ name: "kemiskinan" }], users: [], extras: [] });
    expect(await ckan.act("group_show", { id: group.id })).toMatchObject({ name: "kemiskinan" });
  });

  it("has tags, licences and files", async () => {
    expect(await ckan.act("tag_list")).toEqual(["garis kemiskinan", "guru", "miskin"]);
    expect(await ckan.act("tag_list", { query: "kin" })).toEqual(["garis kemiskinan", "miskin"]);
    expect(await ckan.act("tag_show", { id: "guru" })).toMatchObject({ name: "guru", vocabulary_id: null });
    expect(await ckan.act("license_list")).toContainEqual(
      expect.objectContaining({ id: "cc-by", od_conformance: "approved" }),
    );
    const found = await ckan.act<{ count: number; results: { id: string }[] }>("resource_search", {
      query: "name:kemis",
    });
    expect(found.count).toBe(6);
    expect(await ckan.act("resource_show", { id: found.results[1]?.id })).toMatchObject({ format: "XLSX" });
    const packages = await ckan.act<{ name: string }[]>("current_package_list_with_resources", { limit: 2 });
    expect(packages).toHaveLength(2);
  });
});
