/**
 * How the schema of one version differs from that of an earlier one, as sentences. A field is the same when it lies in the same physical
 * column, whatever its name, or when it continues a field by its own or a previous name with another type. No I/O.
 */
import type { Lang, Text } from "../kernel/locale.ts";
import type { Field, FieldType } from "../kernel/package.ts";
import { type Column, findContinued, type TableRef } from "../store/dataset-table.ts";

export type SchemaChangeKind = "added" | "removed" | "renamed" | "retyped" | "unit" | "reordered" | "key";

export interface SchemaChange {
  readonly kind: SchemaChangeKind;
  /** Its name now; of a removed one its last. Null for what concerns the whole table. */
  readonly field: string | null;
  /** A name, a type, a unit or a list of names, as the kind says; null where there was or is none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly text: Text;
}

/** In the order: fields that are gone, then the fields there are, then order and key. */
export function describeSchemaChanges(earlier: TableRef, later: TableRef): readonly SchemaChange[] {
  const pairs = later.columns.map((column) => ({ column, before: earlierOf(column, earlier.columns) }));
  const gone = earlier.columns.filter((column) => !pairs.some(({ before }) => before === column));
  const kept = pairs.flatMap(({ column, before }) => (before === undefined ? [] : [{ column, before }]));
  const nowOf = (name: string): string =>
    kept.find(({ before }) => before.field.name === name)?.column.field.name ?? name;
  return [
    ...gone.map(({ field }) => change("removed", field.name, field.type, null)),
    ...pairs.flatMap(({ column, before }) => (before === undefined ? [isNew(column)] : fieldChanges(before, column))),
    ...orderChange(
      kept.toSorted((a, b) => earlier.columns.indexOf(a.before) - earlier.columns.indexOf(b.before)),
      kept,
    ),
    ...keyChange(earlier.key.map(nowOf), later.key),
  ];
}

const earlierOf = (column: Column, earlier: readonly Column[]): Column | undefined =>
  earlier.find(({ name }) => name === column.name) ?? findContinued(column.field, earlier);

const isNew = ({ field }: Column): SchemaChange => change("added", field.name, null, field.type);

function fieldChanges({ field: old }: Column, { field }: Column): readonly SchemaChange[] {
  const differing = (kind: SchemaChangeKind, read: (of: Field) => string | undefined): readonly SchemaChange[] =>
    read(old) === read(field) ? [] : [change(kind, field.name, read(old) ?? null, read(field) ?? null)];
  return [
    ...differing("renamed", ({ name }) => name),
    ...differing("retyped", ({ type }) => type),
    ...differing("unit", ({ unit }) => unit),
  ];
}

type Kept = readonly { readonly column: Column }[];

function orderChange(before: Kept, after: Kept): readonly SchemaChange[] {
  const [was, is] = [before, after].map((list) => list.map(({ column }) => column.field.name).join(", "));
  return was === is ? [] : [change("reordered", null, was ?? null, is ?? null)];
}

function keyChange(before: readonly string[], after: readonly string[]): readonly SchemaChange[] {
  const [was, is] = [before.join(", "), after.join(", ")];
  return was === is ? [] : [change("key", null, was || null, is || null)];
}

function change(
  kind: SchemaChangeKind,
  field: string | null,
  before: string | null,
  after: string | null,
): SchemaChange {
  const { id, en } = sentences[kind];
  const ofType = kind === "added" || kind === "removed" || kind === "retyped";
  const valuesIn = (lang: Lang) => {
    const say = (value: string | null): string => (ofType ? nameType(value, lang) : (value ?? ""));
    return { field: field ?? "", before: say(before), after: say(after) };
  };
  return { kind, field, before, after, text: { id: id(valuesIn("id")), en: en(valuesIn("en")) } };
}

const TYPE_NAMES: { readonly [T in FieldType]?: Text } = {
  string: { id: "teks", en: "text" },
  number: { id: "angka desimal", en: "number" },
  integer: { id: "bilangan bulat", en: "whole number" },
  boolean: { id: "ya atau tidak", en: "yes or no" },
  date: { id: "tanggal", en: "date" },
  time: { id: "jam", en: "time of day" },
  datetime: { id: "tanggal dan jam", en: "date and time" },
  year: { id: "tahun", en: "year" },
  yearmonth: { id: "bulan dan tahun", en: "month and year" },
  duration: { id: "lama waktu", en: "duration" },
};

/** What people call a type; the type itself where they have no word for it. */
const nameType = (type: string | null, lang: Lang): string => TYPE_NAMES[type as FieldType]?.[lang] ?? type ?? ""; // a column's type, as it was handed in

type Sentence = (values: { readonly field: string; readonly before: string; readonly after: string }) => string;

const sentences: { readonly [K in SchemaChangeKind]: { readonly id: Sentence; readonly en: Sentence } } = {
  added: {
    id: ({ field, after }) => `Kolom “${field}” (${after}) ditambahkan.`,
    en: ({ field, after }) => `The field “${field}” (${after}) was added.`,
  },
  removed: {
    id: ({ field, before }) => `Kolom “${field}” (${before}) dihapus.`,
    en: ({ field, before }) => `The field “${field}” (${before}) was removed.`,
  },
  renamed: {
    id: ({ before, after }) => `Kolom “${before}” kini bernama “${after}”; isinya tetap.`,
    en: ({ before, after }) => `The field “${before}” is now called “${after}”; what it holds is the same.`,
  },
  retyped: {
    id: ({ field, before, after }) => `Jenis kolom “${field}” berubah dari ${before} menjadi ${after}.`,
    en: ({ field, before, after }) => `The type of “${field}” changed from ${before} to ${after}.`,
  },
  unit: {
    id: ({ field, before, after }) => `Satuan “${field}” berubah dari “${before}” menjadi “${after}”.`,
    en: ({ field, before, after }) => `The unit of “${field}” changed from “${before}” to “${after}”.`,
  },
  reordered: {
    id: ({ after }) => `Urutan kolom berubah; kini: ${after}.`,
    en: ({ after }) => `The order of the fields changed; it is now: ${after}.`,
  },
  key: {
    id: ({ before, after }) =>
      `Kunci utama berubah dari (${before || "tanpa kunci"}) menjadi (${after || "tanpa kunci"}); baris dibandingkan menurut isinya.`,
    en: ({ before, after }) =>
      `The primary key changed from (${before || "none"}) to (${after || "none"}); rows are compared by what they hold.`,
  },
};
