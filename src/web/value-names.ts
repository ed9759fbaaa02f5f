/**
 * What values are called: regions and agencies by their names, the value of a code by the name that stands beside it in its row, yes and
 * no in words, numbers and periods as people write them.
 */
import type { Agency } from "../catalogue/agencies.ts";
import type { Region } from "../catalogue/reference.ts";
import { type Lang, showDecimal } from "../kernel/locale.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import { showText } from "./show.ts";
import { showPeriod } from "./show-period.ts";

export interface Reference {
  readonly regions: ReadonlyMap<string, Region>;
  readonly agencies: ReadonlyMap<string, Agency>;
}

export const referenceOf = (regions: readonly Region[], agencies: readonly Agency[]): Reference => ({
  regions: new Map(regions.map((region) => [region.code, region])),
  agencies: new Map(agencies.map((agency) => [agency.slug, agency])),
});

export type Naming = "short" | "full";

/** A value of a field in words; the value itself where it has no other name. */
export type NameValue = (field: Field, value: string, how?: Naming) => string;

export function valueNamer(schema: TableSchema, { regions, agencies }: Reference, lang: Lang): NameValue {
  const refers = (field: Field, resource: string): boolean =>
    schema.foreignKeys.some(
      ({ fields, reference }) => reference.resource === resource && fields.length === 1 && fields[0] === field.name,
    );
  return (field, value, how = "short") => {
    if (field.role === "region" || refers(field, "wilayah")) {
      const region = regions.get(value);
      return (how === "short" ? region?.shortName : region?.name) ?? value;
    }
    if (refers(field, "instansi")) {
      const agency = agencies.get(value);
      if (how === "short" && agency?.shortName !== undefined) return agency.shortName;
      return (lang === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? value;
    }
    if (field.type === "boolean") return yesNo[lang][value === "true" ? 0 : 1];
    if (field.role === "period") return showPeriod(value, lang);
    return isFigure(field) ? showDecimal(value, lang) : value;
  };
}

const yesNo = { id: ["ya", "tidak"], en: ["yes", "no"] } as const;

/** Is it grouped as people write numbers? A year or a code of digits is not. */
const isFigure = (field: Field): boolean =>
  field.type === "number" || (field.type === "integer" && (field.role === "measure" || field.role === undefined));

/** The field that names the values of a code: `nama_kecamatan` beside `kode_kecamatan`. */
export function namingField(schema: TableSchema, code: Field): Field | undefined {
  const stem = code.name.replace(/^kode_/, "");
  const names = [`nama_${stem}`, `uraian_${stem}`, "uraian", "nama"];
  return schema.fields.find(
    ({ name, role, type }) => code.name !== stem && role === undefined && type === "string" && names.includes(name),
  );
}

/** As the officer writes it; where the house knows how to call it better, so. */
export const fieldTitle = (field: Field, lang: Lang): string => showText(field.title, lang) || field.name;
