import { describe, expect, it } from "vitest";
import { parsePackage } from "../../src/catalogue/package.ts";
import { plainDecimal } from "../../src/catalogue/package-bound.ts";
import type { PackageContext } from "../../src/catalogue/package-context.ts";
import { toPackageJson } from "../../src/catalogue/package-json.ts";
import type { PackageProblem } from "../../src/catalogue/package-problem.ts";
import { parseDeclaredVersions } from "../../src/catalogue/package-versions.ts";
import { isFault } from "../../src/kernel/fault.ts";
import { fc } from "../setup/properties.ts";

const context: PackageContext = {
  agencies: new Set(["disdukcapil", "dinkes"]),
  topics: new Set(["kependudukan", "kesehatan"]),
  findReference: (slug) => (slug === "jenis-faskes" ? ["kode", "nama"] : undefined),
};

const wilayah = { name: "kode_wilayah", type: "string", role: "region", title: "Kode Wilayah" };
const tahun = { name: "tahun", type: "year", role: "period" };
const jumlah = { name: "jumlah", type: "integer", role: "measure", unit: "jiwa", constraints: { minimum: 0 } };

type Json = Record<string, unknown>;

const schema = (more: Json = {}): Json => ({
  fields: [wilayah, tahun, jumlah],
  primaryKey: ["kode_wilayah", "tahun"],
  ...more,
});

const document = (more: Json = {}, inSchema: Json = {}): Json => ({
  name: "penduduk",
  title: { id: "Penduduk", en: "Population" },
  description: "Jumlah penduduk.",
  agency: "disdukcapil",
  topics: ["kependudukan"],
  resources: [{ name: "penduduk", path: "penduduk.csv", schema: schema(inSchema) }],
  ...more,
});

const withField = (field: Json): Json => document({}, { fields: [wilayah, tahun, jumlah, field] });

function problemsOf(json: unknown, given: PackageContext = context): readonly PackageProblem[] {
  try {
    parseDeclaredVersions(json, given);
    return [];
  } catch (error) {
    if (!isFault(error)) throw error;
    expect([error.code, error.status]).toEqual(["package.invalid", 422]);
    return error.extra.errors as readonly PackageProblem[];
  }
}

const named = (json: unknown, given?: PackageContext): string[] =>
  problemsOf(json, given).map(({ path, code }) => `${path} ${code}`);

const F = "/resources/0/schema/fields";

describe("a good package", () => {
  it("is read with its defaults", () => {
    const pkg = parsePackage(document(), context);
    expect(pkg).toMatchObject({ name: "penduduk", updates: "replace", access: "open", keywords: [], rules: [] });
    expect(pkg.schema.missingValues).toEqual([""]);
    expect(pkg.schema.fields[2]?.constraints).toEqual({ minimum: "0" });
  });

  it("may hold properties of its own, which are left out", () => {
    const pkg = parsePackage(document({ "x-perihal": 1, profile: "data-package" }), context);
    expect(pkg).not.toHaveProperty("x-perihal");
  });

  it("carries the forms of the activity, the indicator and the variable, and gives them back in one language", () => {
    const activity = {
      activityTitle: "Pendataan penduduk",
      year: 2025,
      methods: ["secondary-data"],
      purpose: { id: "Menghitung penduduk.", en: "To count people." },
      pilot: false,
    };
    const measure = { ...jumlah, indicator: { formula: "a / b", composite: false }, variable: { question: "Berapa?" } };
    const pkg = parsePackage(document({ activity }, { fields: [wilayah, tahun, measure] }), context);
    expect(pkg.activity).toEqual({ ...activity, year: "2025" });
    expect(pkg.schema.fields[2]).toMatchObject({ indicator: measure.indicator, variable: measure.variable });
    expect(parsePackage(toPackageJson(pkg), context)).toEqual(pkg);
    expect(toPackageJson(pkg, { lang: "en" }).activity).toEqual({
      ...activity,
      year: "2025",
      purpose: "To count people.",
    });
  });

  it("refuses answers of those forms that are none, each by its place", () => {
    const activity = {
      year: "25",
      email: "x",
      phone: "dinas",
      supervisors: -1,
      sector: "astrology",
      methods: [],
      planningFrom: "2025-02-30",
      pilot: "ya",
    };
    expect(named(document({ activity }))).toEqual([
      "/activity/year package.bad-bound",
      "/activity/sector package.unknown-value",
      "/activity/phone package.bad-bound",
      "/activity/email package.bad-bound",
      "/activity/planningFrom package.bad-bound",
      "/activity/methods package.bad-text",
      "/activity/pilot package.wrong-type",
      "/activity/supervisors package.bad-bound",
    ]);
    const backwards = { collectionFrom: "2025-03-02", collectionUntil: "2025-03-01" };
    expect(named(document({ activity: backwards }))).toEqual(["/activity/collectionUntil package.empty-range"]);
  });

  it("belongs to the producer's own agency where it names none", () => {
    const { agency: _, ...rest } = document();
    expect(parsePackage(rest, { ...context, agency: "dinkes" as never }).agency).toBe("dinkes");
    expect(named(rest)).toEqual(["/agency package.missing"]);
  });

  it("may write one string for a list of one", () => {
    const keys = [{ fields: "kode_wilayah", reference: { resource: "wilayah", fields: "kode" } }];
    const pkg = parsePackage(document({}, { primaryKey: "tahun", foreignKeys: keys }), context);
    expect(pkg.schema.primaryKey).toEqual(["tahun"]);
    expect(pkg.schema.foreignKeys).toEqual([
      { fields: ["kode_wilayah"], reference: { resource: "wilayah", fields: ["code"] } },
    ]);
  });

  it("may refer to another dataset and to agencies", () => {
    const key = (resource: string, field: string) => ({
      fields: ["kode_wilayah"],
      reference: { resource, fields: [field] },
    });
    const foreignKeys = [key("jenis-faskes", "kode"), key("instansi", "slug")];
    expect(named(document({}, { foreignKeys }))).toEqual([]);
  });

  it("may name its frequency and access in Indonesian", () => {
    expect(parsePackage(document({ frequency: "Tahunan", access: "tertutup" }), context)).toMatchObject({
      frequency: "yearly",
      access: "closed",
    });
  });

  it("may belong to a series", () => {
    const series = { name: "penduduk-tahunan", title: { id: "Penduduk tiap tahun", en: "Population by year" } };
    const parsed = parsePackage(document({ series }), context);
    expect(parsed.series).toEqual(series);
    expect(toPackageJson(parsed).series).toEqual(series);
    expect(named(document({ series: { name: "Bukan Slug", title: "x" } }))).toEqual(["/series/name package.bad-slug"]);
  });

  it("keeps no bound as a binary float", () => {
    const field = { name: "nilai", type: "number", constraints: { minimum: 1e-7, maximum: "99999999999999999999.5" } };
    expect(parsePackage(withField(field), context).schema.fields[3]?.constraints).toEqual({
      minimum: "0.0000001",
      maximum: "99999999999999999999.5",
    });
  });

  it("normalises the bounds of a period, whatever its type", () => {
    const field = { name: "bulan", type: "string", role: "period", constraints: { minimum: "2024-01" } };
    expect(named(withField(field))).toEqual([]);
  });

  it("reads back what it writes", () => {
    const field = {
      name: "b",
      type: "boolean",
      previousNames: ["lama"],
      constraints: { enum: [true], required: true },
    };
    const pkg = parsePackage(withField(field), context);
    expect(parsePackage(JSON.parse(JSON.stringify(toPackageJson(pkg))), context)).toEqual(pkg);
  });

  it("is written with plain strings for plain clients", () => {
    const json = toPackageJson(parsePackage(document(), context), { lang: "en" });
    expect(json).toMatchObject({ title: "Population", description: "Jumlah penduduk." });
  });
});

describe("a bad package names each thing", () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    ["no object", [], [" package.wrong-type"]],
    [
      "nothing",
      {},
      ["/name package.missing", "/title package.missing", "/resources package.missing", "/agency package.missing"],
    ],
    ["a bad slug", document({ name: "Penduduk 2024" }), ["/name package.bad-slug"]],
    ["an empty title", document({ title: " " }), ["/title package.bad-text"]],
    ["a title without Indonesian", document({ title: { en: "x" } }), ["/title/id package.missing"]],
    ["a title of a number", document({ title: 5 }), ["/title package.wrong-type"]],
    ["an unknown agency", document({ agency: "dinas-sihir" }), ["/agency package.unknown-agency"]],
    ["an unknown topic", document({ topics: ["kependudukan", "sihir"] }), ["/topics/1 package.unknown-topic"]],
    ["an unknown frequency", document({ frequency: "kadang" }), ["/frequency package.unknown-value"]],
    ["two resources", document({ resources: [{}, {}] }), ["/resources package.one-resource"]],
    [
      "a schema by address",
      document({ resources: [{ schema: "http://x/y" }] }),
      ["/resources/0/schema package.wrong-type"],
    ],
    ["no fields", document({}, { fields: [], primaryKey: [] }), [`${F} package.no-fields`]],
    ["a bad field name", withField({ name: "Nama Kolom", type: "string" }), [`${F}/3/name package.bad-field-name`]],
    ["a field of no name", withField({ type: "string" }), [`${F}/3/name package.missing`]],
    ["colliding fields", withField({ name: "tahun", type: "string" }), [`${F}/3/name package.field-collision`]],
    [
      "a former name that is taken",
      withField({ name: "baru", previousNames: ["tahun"] }),
      [`${F}/3/previousNames/0 package.field-collision`],
    ],
    ["an unknown type", withField({ name: "x", type: "decimal" }), [`${F}/3/type package.unknown-value`]],
    ["an unknown role", withField({ name: "x", role: "key" }), [`${F}/3/role package.unknown-value`]],
    [
      "a measure without unit",
      withField({ name: "x", type: "number", role: "measure" }),
      [`${F}/3 package.measure-without-unit`],
    ],
    [
      "a measure of text",
      withField({ name: "x", type: "string", role: "measure", unit: "kg" }),
      [`${F}/3 package.measure-not-numeric`],
    ],
    [
      "an unknown constraint",
      withField({ name: "x", constraints: { min: 1 } }),
      [`${F}/3/constraints/min package.unknown-constraint`],
    ],
    [
      "a length of a number",
      withField({ name: "x", type: "number", constraints: { maxLength: 3 } }),
      [`${F}/3/constraints/maxLength package.constraint-misfit`],
    ],
    [
      "a bound of text",
      withField({ name: "x", type: "string", constraints: { minimum: 3 } }),
      [`${F}/3/constraints/minimum package.constraint-misfit`],
    ],
    [
      "a pattern of a number",
      withField({ name: "x", type: "integer", constraints: { pattern: "." } }),
      [`${F}/3/constraints/pattern package.constraint-misfit`],
    ],
    [
      "a pattern that is none",
      withField({ name: "x", type: "string", constraints: { pattern: "(" } }),
      [`${F}/3/constraints/pattern package.bad-pattern`],
    ],
    [
      "a bound of another type",
      withField({ name: "x", type: "integer", constraints: { minimum: "satu" } }),
      [`${F}/3/constraints/minimum package.bad-bound`],
    ],
    [
      "an empty range",
      withField({ name: "x", type: "integer", constraints: { minimum: 9, maximum: 10, exclusiveMaximum: 9 } }),
      [`${F}/3/constraints/exclusiveMaximum package.empty-range`],
    ],
    [
      "a permitted value of another type",
      withField({ name: "x", type: "integer", constraints: { enum: [1, "dua"] } }),
      [`${F}/3/constraints/enum/1 package.bad-bound`],
    ],
    [
      "a key of no field",
      document({}, { primaryKey: ["kode_wilayah", "bulan"] }),
      ["/resources/0/schema/primaryKey/1 package.unknown-field"],
    ],
    [
      "a key that names a field twice",
      document({}, { primaryKey: ["tahun", "tahun"] }),
      ["/resources/0/schema/primaryKey/1 package.repeated-field"],
    ],
    ["a bad version path", document({ versions: [{ path: "../x.csv" }] }), ["/versions/0/path package.unsafe-path"]],
    ["a NUL", document({ description: "a\0b" }), ["/description package.bad-text"]],
  ])("%s", (_, json, expected) => {
    expect(named(json)).toEqual(expected);
  });

  it("unknown references, by resource and by field", () => {
    const foreignKeys = [
      { fields: ["desa"], reference: { resource: "wilayah", fields: ["kode"] } },
      { fields: ["tahun"], reference: { resource: "tak-ada", fields: ["kode"] } },
      { fields: ["tahun"], reference: { resource: "jenis-faskes", fields: ["umur"] } },
      { fields: ["tahun"], reference: { resource: "constructor", fields: ["kode"] } },
      { fields: ["tahun"], reference: { resource: "penduduk", fields: ["tahun"] } },
      { fields: ["tahun"], reference: { resource: "", fields: ["tahun"] } },
      { fields: ["tahun", "jumlah"], reference: { resource: "jenis-faskes", fields: ["kode"] } },
    ];
    const at = "/resources/0/schema/foreignKeys";
    expect(named(document({}, { foreignKeys }))).toEqual([
      `${at}/0/fields/0 package.unknown-field`,
      `${at}/1/reference/resource package.unknown-reference`,
      `${at}/2/reference/fields/0 package.unknown-reference-field`,
      `${at}/3/reference/resource package.unknown-reference`,
      `${at}/4/reference package.self-reference`,
      `${at}/5/reference package.self-reference`,
      `${at}/6 package.reference-length`,
    ]);
  });

  it("rules that the checks could not apply", () => {
    const rules = [
      { kind: "bounds", field: "jumlah", minimum: 0, severity: "warning" },
      { kind: "ramal", field: "jumlah" },
      { kind: "sum", total: "jumlah" },
      { kind: "compare", left: "jumlah", op: "<", right: "sasaran" },
      { kind: "compare", left: "jumlah", op: "~", right: "tahun" },
      { field: "jumlah" },
    ];
    expect(named(document({ rules }))).toEqual([
      "/rules/1/kind package.unknown-value",
      "/rules/2/parts package.missing",
      "/rules/3/right package.unknown-field",
      "/rules/4/op package.bad-rule-value",
      "/rules/5/kind package.missing",
    ]);
    const narrower = { fields: [wilayah, tahun], primaryKey: [] };
    const versions = [{ path: "a.csv" }, { path: "b.csv", schema: narrower }];
    expect(named(document({ rules: rules.slice(0, 1), versions }))).toEqual([
      "/versions/1/schema/field package.unknown-field",
    ]);
  });

  it("501 fields, but not 500", () => {
    const fields = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `k${index}`, type: "string" }));
    expect(named(document({}, { fields: fields(500), primaryKey: [] }))).toEqual([]);
    expect(named(document({}, { fields: fields(501), primaryKey: [] }))).toEqual([`${F} package.too-many-fields`]);
  });

  it("several at once, each with both languages", () => {
    const json = document(
      { agency: "x-y", topics: ["z"] },
      { fields: [{ name: "A" }, { name: "b", type: "c" }], primaryKey: ["d"] },
    );
    const problems = problemsOf(json);
    expect(problems.map(({ code }) => code).sort()).toEqual([
      "package.bad-field-name",
      "package.unknown-agency",
      "package.unknown-field",
      "package.unknown-topic",
      "package.unknown-value",
    ]);
    for (const { message } of problems) expect(message.id !== message.en && message.id.length > 10).toBe(true);
  });

  it("a name other than its address", () => {
    expect(named(document(), { ...context, slug: "lain" })).toEqual(["/name package.other-slug"]);
    const { name: _, ...rest } = document();
    expect(parsePackage(rest, { ...context, slug: "penduduk" }).name).toBe("penduduk");
  });

  it("whatever JSON comes, only ever with a Fault", () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => void problemsOf(json)));
    fc.assert(fc.property(fc.jsonValue(), (json) => void problemsOf(document({ resources: [{ schema: json }] }))));
    fc.assert(
      fc.property(fc.jsonValue(), (json) => void problemsOf(withField({ name: "x", constraints: json as Json }))),
    );
    fc.assert(fc.property(fc.jsonValue(), (json) => void problemsOf(document({ versions: json, rules: json }))));
  });
});

describe("the versions of a package", () => {
  it("come in order, a schema there being the one from that version on", () => {
    const wider = schema({ fields: [wilayah, tahun, jumlah, { name: "catatan", type: "string" }] });
    const versions = [{ path: "a.csv" }, { path: "b.csv", note: "Perbaikan", schema: wider }, { path: "sub/c.xlsx" }];
    const declared = parseDeclaredVersions(document({ versions }), context);
    expect(declared.versions.map(({ path, note, package: pkg }) => [path, note, pkg.schema.fields.length])).toEqual([
      ["a.csv", undefined, 3],
      ["b.csv", "Perbaikan", 4],
      ["sub/c.xlsx", undefined, 4],
    ]);
    expect(declared.package.schema.fields).toHaveLength(4);
  });

  it("are the resource's own file where none are declared", () => {
    expect(parseDeclaredVersions(document(), context).versions.map(({ path }) => path)).toEqual(["penduduk.csv"]);
  });
});

it("writes an exponent out, digit for digit", () => {
  expect(["1e+21", "1.5e-7", "-2.50e1", "1e0"].map(plainDecimal)).toEqual([
    "1000000000000000000000",
    "0.00000015",
    "-25.0",
    "1",
  ]);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainDecimal(String(value));
      expect(text).not.toMatch(/e/);
      expect(Object.is(Number(text), value) || value === 0).toBe(true);
    }),
  );
});
