/** The sample datasets: every package parses, says where its figures are from, and its figures add up to those of the decree. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { PackageContext } from "../src/catalogue/package-context.ts";
import { parseDeclaredVersions } from "../src/catalogue/package-versions.ts";
import { type DataPackage, type ForeignKey, isNumeric } from "../src/kernel/package.ts";
import { checkFile } from "../src/tabular/check.ts";
import type { RegionFact } from "../src/tabular/regions.ts";
import type { Reference } from "../src/tabular/row-checks.ts";

const folder = new URL("../datasets/", import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), "utf8"));
const slugsOf = (path: string): Set<string> => new Set((read(path) as { slug: string }[]).map(({ slug }) => slug));

const slugs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Names of the fields of the datasets that were loaded before, as at the first start. */
const loaded = new Map<string, readonly string[]>();

const context: PackageContext = {
  agencies: slugsOf("../seeds/agencies.json"),
  topics: slugsOf("../seeds/topics.json"),
  findReference: (slug) => loaded.get(slug),
};

const samples = slugs.map((slug) => {
  const json = read(`${slug}/datapackage.json`);
  const declared = parseDeclaredVersions(json, { ...context, slug });
  loaded.set(
    slug,
    declared.package.schema.fields.map(({ name }) => name),
  );
  return { slug, json, ...declared };
});

const textOf = (text: DataPackage["title"]): { id: string; en: string } =>
  typeof text === "string" ? { id: text, en: "" } : { id: text.id, en: text.en ?? "" };

const cellsOf = (path: string): readonly (readonly string[])[] =>
  parse(readFileSync(new URL(path, folder)), { bom: true });

const sum = (path: string, column: number): number =>
  cellsOf(path)
    .slice(1)
    .reduce((total, cells) => total + Number(cells[column]), 0);

describe("the sample datasets", () => {
  it("are at least 14, of at least 7 agencies, in CSV and in XLSX", () => {
    expect(samples.length).toBeGreaterThanOrEqual(14);
    expect(new Set(samples.map((sample) => sample.package.agency)).size).toBeGreaterThanOrEqual(7);
    const endings = new Set(samples.flatMap(({ versions }) => versions.map(({ path }) => path.split(".").at(-1))));
    expect([...endings].sort()).toEqual(["csv", "xlsx"]);
  });

  it("have several versions in at least four cases, and a new column in at least one", () => {
    expect(samples.filter(({ versions }) => versions.length > 1).length).toBeGreaterThanOrEqual(4);
    const grown = samples.filter(
      ({ versions }) =>
        (versions.at(-1)?.package.schema.fields.length ?? 0) > (versions[0]?.package.schema.fields.length ?? 0),
    );
    expect(grown.length).toBeGreaterThanOrEqual(1);
  });

  it.each(samples)("$slug names its files, and all of them are there", ({ slug, versions }) => {
    const declared = versions.map(({ path }) => path).sort();
    const present = readdirSync(new URL(`${slug}/`, folder)).filter((name) => name !== "datapackage.json");
    expect(declared).toEqual(present.sort());
    for (const { path, note } of versions) {
      expect(existsSync(new URL(`${slug}/${path}`, folder)), path).toBe(true);
      expect(note, path).toBeTruthy();
    }
  });

  it.each(samples)("$slug is described in both languages, with a licence and a dated source", ({ package: sample }) => {
    for (const text of [sample.title, sample.description]) {
      expect(textOf(text).id).not.toBe("");
      expect(textOf(text).en).not.toBe("");
    }
    expect(sample.topics.length).toBeGreaterThan(0);
    expect(sample.keywords.length).toBeGreaterThan(0);
    expect(sample.frequency).toBeDefined();
    expect(sample.licenses[0]?.name).toBe("CC-BY-4.0");
    expect(sample.sources.length).toBeGreaterThan(0);
    for (const { title } of sample.sources) expect(title).toMatch(/\b20\d\d\b/);
  });

  it.each(samples)(
    "$slug says of each measure what Satu Data asks: concept, definition, classification, measure and unit",
    ({ package: sample }) => {
      const measures = sample.schema.fields.filter(({ role }) => role === "measure");
      for (const field of measures) {
        expect(isNumeric(field), field.name).toBe(true);
        expect(field.unit, field.name).toBeTruthy();
        for (const text of [field.concept, field.definition, field.classification, field.measureType]) {
          expect(text, field.name).toMatchObject({ id: expect.stringMatching(/./), en: expect.stringMatching(/./) });
        }
        expect(field.additive, field.name).toBeTypeOf("boolean");
        expect(field.direction, field.name).toBeDefined();
      }
      expect(sample.schema.fields.some(({ role }) => role === "region" || role === "period")).toBe(true);
    },
  );

  it.each(samples)(
    "$slug either quotes a named source or says that its figures are invented",
    ({ package: sample }) => {
      const invented = [
        textOf(sample.title).id.includes("data contoh, angka rekaan"),
        textOf(sample.description).id.includes("Data contoh, angka rekaan"),
        textOf(sample.title).en.includes("sample data, invented figures"),
        textOf(sample.description).en.includes("Sample data, invented figures"),
      ];
      const quoted = sample.sources.every(({ title }) => title.includes("dikutip dari salinan pihak ketiga"));
      expect(invented).toEqual(invented.map(() => !quoted));
    },
  );
});

describe("the figures of the sample datasets", () => {
  it("add up to 9,528,276 people and 313 districts", () => {
    expect(sum("jumlah-penduduk/2024-s2.csv", 3)).toBe(9_528_276);
    expect(cellsOf("daftar-kecamatan/2025.csv")).toHaveLength(314);
  });

  it("agree with what BPS published for the province and for Makassar", () => {
    const province = cellsOf("penduduk-miskin-provinsi/2015-2025.csv").slice(1);
    expect(province.map(([, period, value]) => `${period} ${value}`)).toEqual(
      expect.arrayContaining(["2015-03 9.39", "2024-03 8.06", "2025-03 7.60", "2025-09 7.43"]),
    );
    const makassar = (path: string, name: string): readonly (string | undefined)[] =>
      cellsOf(path)
        .filter((cells) => cells.includes(name))
        .map((cells) => cells[2]);
    expect(makassar("indeks-pembangunan-manusia/ipm-2022-2024.csv", "Kota Makassar")).toEqual([
      "84.45",
      "84.85",
      "85.23",
    ]);
    expect(makassar("tingkat-pengangguran-terbuka/2023-2025.csv", "73.71")).toEqual(["10.60", "9.71", "9.60"]);
  });

  it("balance the invented budget: revenue and financing received pay for spending and financing given", () => {
    for (const year of ["2023", "2024", "2025"]) {
      const rows = cellsOf("apbd-anggaran-dan-realisasi/apbd-2023-2025.csv").filter(([first]) => first === year);
      const total = (account: string): number =>
        rows.filter(([, , , code]) => code?.startsWith(account)).reduce((whole, row) => whole + Number(row[5]), 0);
      expect(total("4") + total("6.1"), year).toBe(total("5") + total("6.2"));
    }
  });
});

describe("the files of the sample datasets", () => {
  const files = samples.flatMap(({ slug, versions }) => versions.map((version) => ({ slug, ...version })));

  it.each(files)(
    "$slug/$path has no error, and no warning that is not meant",
    async ({ slug, path, package: declared }) => {
      const { report, rows } = await checkFile(
        {
          path: fileURLToPath(new URL(`${slug}/${path}`, folder)),
          name: path,
          schema: declared.schema,
          rules: declared.rules,
          regions: readRegions(),
          references: declared.schema.foreignKeys.map(referenceOf),
        },
        {},
      );
      const said = report.issues.filter(({ severity }) => severity !== "note");
      // An excerpt names only some regencies, and the reader says so.
      expect(said.filter(({ code }) => slug !== "kejadian-bencana" || code !== "table/regions-missing")).toEqual([]);
      expect(rows).toBeGreaterThan(0);
    },
  );
});

function readRegions(): readonly RegionFact[] {
  return ["regions.tsv", "districts.tsv"].flatMap((name) => {
    const text = readFileSync(new URL(`../seeds/${name}`, folder));
    // Every row is an object of texts, by the header.
    const rows = parse(text, { columns: true, delimiter: "\t", quote: null }) as Record<string, string>[];
    return rows.map(
      (row): RegionFact => ({
        code: row.code ?? "",
        bpsCode: row.bps_code || null,
        name: row.name ?? "",
        shortName: row.short_name ?? row.name ?? "",
        level: name === "districts.tsv" ? "district" : row.level === "province" ? "province" : "regency",
        kind: row.kind ?? "kecamatan",
        parent: row.parent || null,
        aliases: row.aliases ? row.aliases.split("|") : [],
        validFrom: row.valid_from || null,
        validTo: row.valid_to || null,
      }),
    );
  });
}

/** The keys a foreign key may hold, as the catalogue would give them. */
function referenceOf({ fields, reference }: ForeignKey): Reference {
  const keys =
    reference.resource === "wilayah"
      ? readRegions().map(({ code }) => code)
      : reference.resource === "instansi"
        ? [...context.agencies]
        : cellsOf("daftar-kecamatan/2025.csv").map(([code = ""]) => code);
  return { resource: reference.resource, fields, keys };
}
