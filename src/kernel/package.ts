/**
 * The declared form of a dataset: a Frictionless Data Package (v2) with one resource whose `schema` is a Table Schema, plus what
 * Satu Data asks for. These are the types after parsing; `catalogue/package.ts` parses and refuses.
 */
import type { AgencySlug, DatasetSlug, FieldName } from "./ids.ts";
import type { LocalisedText } from "./locale.ts";
import type { Activity } from "./statistical-activity.ts";
import type { IndicatorMetadata, VariableMetadata } from "./statistical-variable.ts";

/** Table Schema's types. `any`, `object`, `array`, `list`, `geopoint` and `geojson` are kept as text. */
export type FieldType =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "date"
  | "time"
  | "datetime"
  | "year"
  | "yearmonth"
  | "duration"
  | "geopoint"
  | "geojson"
  | "object"
  | "array"
  | "list"
  | "any";

export type FieldRole = "region" | "period" | "dimension" | "measure";

export interface FieldConstraints {
  readonly required?: boolean | undefined;
  readonly unique?: boolean | undefined;
  readonly pattern?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly minimum?: string | undefined;
  readonly maximum?: string | undefined;
  readonly exclusiveMinimum?: string | undefined;
  readonly exclusiveMaximum?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
}

/** One column. Satu Data's five (konsep, definisi, klasifikasi, ukuran, satuan) are `concept … unit` on a measure. */
export interface Field {
  readonly name: FieldName;
  readonly type: FieldType;
  /** Table Schema's `format`: "default", "any", "email", or a strptime pattern such as "%d/%m/%Y". */
  readonly format?: string | undefined;
  /** The header as the officer writes it. */
  readonly title?: LocalisedText | undefined;
  readonly description?: LocalisedText | undefined;
  readonly constraints?: FieldConstraints | undefined;
  readonly role?: FieldRole | undefined;
  readonly unit?: string | undefined;
  readonly concept?: LocalisedText | undefined;
  readonly definition?: LocalisedText | undefined;
  readonly classification?: LocalisedText | undefined;
  readonly measureType?: LocalisedText | undefined;
  /** What else BPS's form of an indicator (MS-Ind) asks of a measure. */
  readonly indicator?: IndicatorMetadata | undefined;
  /** What else BPS's form of a variable (MS-Var) asks. */
  readonly variable?: VariableMetadata | undefined;
  /** May values of several regions or periods be summed? */
  readonly additive?: boolean | undefined;
  /** Is more better? */
  readonly direction?: "up" | "down" | "none" | undefined;
  /** Names this field had in earlier versions: a rename, not a removal and an addition. */
  readonly previousNames?: readonly FieldName[] | undefined;
  readonly decimalChar?: string | undefined;
  readonly groupChar?: string | undefined;
  readonly missingValues?: readonly string[] | undefined;
  readonly trueValues?: readonly string[] | undefined;
  readonly falseValues?: readonly string[] | undefined;
}

export interface ForeignKey {
  readonly fields: readonly FieldName[];
  /** `resource`: a dataset's slug, `wilayah` (regions, by code) or `instansi` (agencies, by slug). */
  readonly reference: { readonly resource: string; readonly fields: readonly string[] };
}

export interface TableSchema {
  readonly fields: readonly Field[];
  readonly primaryKey: readonly FieldName[];
  readonly foreignKeys: readonly ForeignKey[];
  /** What means "no value" besides the empty cell and the official symbols. */
  readonly missingValues: readonly string[];
}

/** A rule over several rows or cells. Read by the checks; unknown kinds are refused when the package is parsed. */
export interface Rule {
  readonly name: string;
  readonly kind: string;
  readonly severity: "error" | "warning" | "note";
  readonly [parameter: string]: unknown;
}

export interface License {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly title?: string | undefined;
}

export interface Source {
  readonly title: string;
  readonly path?: string | undefined;
  readonly email?: string | undefined;
}

export type UpdateMode = "replace" | "append";

/** open: everybody. agency: people and systems of any agency. closed: its own agency, reviewers, administrators. */
export type AccessLevel = "open" | "agency" | "closed";

/** open, harian … as Satu Data names frequencies. */
export type Frequency =
  | "daily"
  | "weekly"
  | "monthly"
  | "quarterly"
  | "four-monthly"
  | "semesterly"
  | "yearly"
  | "multi-yearly"
  | "irregular";

/** Datasets that are published one by one and belong together: one for each year, each regency, each wave of a survey. */
export interface Series {
  readonly name: string;
  readonly title: LocalisedText;
}

export interface DataPackage {
  readonly name: DatasetSlug;
  readonly title: LocalisedText;
  readonly description: LocalisedText;
  readonly agency: AgencySlug;
  readonly topics: readonly string[];
  readonly keywords: readonly string[];
  readonly frequency?: Frequency | undefined;
  readonly licenses: readonly License[];
  readonly sources: readonly Source[];
  readonly updates: UpdateMode;
  readonly access: AccessLevel;
  readonly rules: readonly Rule[];
  readonly series?: Series | undefined;
  /** The statistical activity that the data come from (MS-Keg). */
  readonly activity?: Activity | undefined;
  readonly schema: TableSchema;
}

/** How a field is kept in PostgreSQL and written in JSON. Periods, dates and codes are text that sorts by code point. */
export type StorageKind = "text" | "bigint" | "numeric" | "boolean";

export function storageOf(field: Pick<Field, "type" | "role">): StorageKind {
  switch (field.type) {
    case "integer":
    case "year":
      return field.role === "region" ? "text" : "bigint";
    case "number":
      return field.role === "region" ? "text" : "numeric";
    case "boolean":
      return "boolean";
    default:
      return "text";
  }
}

/** Is the stored value a JSON number? */
export const isNumeric = (field: Pick<Field, "type" | "role">): boolean => {
  const kind = storageOf(field);
  return kind === "bigint" || kind === "numeric";
};
