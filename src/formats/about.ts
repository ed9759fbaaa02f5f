/**
 * What accompanies a version's data wherever it goes: who published it, under which terms, what its fields mean and which marks its values
 * bear. Only what the version itself remembers, so that the same version says the same for ever, on every server.
 */
import type { Version } from "../catalogue/versions.ts";
import { inLanguage, type Lang, type LocalisedText, showDecimal, type Text } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import { valueStatusText } from "../kernel/value-status.ts";
import { showTime } from "../kernel/wita.ts";
import { countStatuses, type StatusCount } from "../store/value-facts.ts";
import type { Source } from "./source.ts";

export interface About {
  readonly version: Version;
  /** The fields that the file holds. */
  readonly fields: readonly Field[];
  /** Of the rows that the file holds. */
  readonly statuses: readonly StatusCount[];
  /** Is it all of the version? */
  readonly whole: boolean;
}

export async function loadAbout({ store, version, table, query }: Source): Promise<About> {
  const { filters, fields: chosen, limit } = query;
  const { fields } = version.package.schema;
  const held = chosen === undefined ? fields : chosen.flatMap((name) => fields.filter((field) => field.name === name));
  const statuses = await store.read((tx) => countStatuses(tx, table, filters));
  return {
    version,
    fields: held,
    statuses: statuses.filter(({ field }) => held.some(({ name }) => name === field)),
    whole: filters.length === 0 && chosen === undefined && limit === undefined,
  };
}

type Line = readonly [label: string, value: string];

const labels = {
  description: { id: "Keterangan", en: "Description" },
  producer: { id: "Produsen data", en: "Published by" },
  version: { id: "Versi", en: "Version" },
  published: { id: "Terbit", en: "Published" },
  rows: { id: "Jumlah baris versi ini", en: "Rows of this version" },
  part: { id: "Isi berkas ini", en: "This file holds" },
  note: { id: "Catatan versi", en: "Note on the version" },
  license: { id: "Lisensi", en: "Licence" },
  source: { id: "Sumber", en: "Source" },
  key: { id: "Kunci baris", en: "Key of a row" },
} as const satisfies Readonly<Record<string, Text>>;

const SELECTION: Text = {
  id: "sebagian saja dari versi ini, sesuai saringan",
  en: "only a part of this version, as filtered",
};

/** What is known of the version, line by line; what is not known has no line. */
export function aboutLines({ version, whole }: About, lang: Lang): readonly Line[] {
  const { package: pkg, number, publishedAt, rows, note, agencyName } = version;
  const line = (label: keyof typeof labels, value: string | undefined): readonly Line[] =>
    value === undefined || value === "" ? [] : [[labels[label][lang], value]];
  return [
    ...line("description", inLanguage(pkg.description, lang)),
    ...line("producer", agencyName),
    ...line("version", String(number)),
    ...line("published", showTime(publishedAt)),
    ...line("rows", showDecimal(String(rows), lang)),
    ...(whole ? [] : line("part", SELECTION[lang])),
    ...line("note", note),
    ...pkg.licenses.flatMap(({ title, name, path }) => line("license", withAddress(title ?? name, path))),
    ...pkg.sources.flatMap(({ title, path }) => line("source", withAddress(title, path))),
    ...line("key", pkg.schema.primaryKey.join(", ")),
  ];
}

const withAddress = (text: string | undefined, address: string | undefined): string =>
  [text, address === undefined ? undefined : text === undefined ? address : `(${address})`]
    .filter((part) => part !== undefined)
    .join(" ");

const meanings = {
  unit: { id: "satuan", en: "unit" },
  concept: { id: "konsep", en: "concept" },
  definition: { id: "definisi", en: "definition" },
  classification: { id: "klasifikasi", en: "classification" },
  measureType: { id: "ukuran", en: "measure" },
} as const satisfies Readonly<Record<string, Text>>;

/** A field's name, and everything that is said of it in one line. */
export function fieldLines({ fields }: About, lang: Lang): readonly Line[] {
  const words = (text: LocalisedText | undefined) => (text === undefined ? "" : inLanguage(text, lang));
  return fields.map((field) => {
    const more = (["unit", "concept", "definition", "classification", "measureType"] as const).flatMap((property) => {
      const text = words(field[property]);
      return text === "" ? [] : [`${meanings[property][lang]}: ${text}`];
    });
    const said = [words(field.title), words(field.description), ...more].filter((text) => text !== "");
    return [field.name, said.join("; ")];
  });
}

/** A status as printed, what it means, and how often it occurs where. */
export function statusLines({ statuses }: About, lang: Lang): readonly Line[] {
  const of = [...new Set(statuses.map(({ status }) => status))];
  return of.map((status) => {
    const where = statuses
      .filter((entry) => entry.status === status)
      .map(({ field, count }) => `${field}: ${showDecimal(String(count), lang)}`);
    const { symbol, label } = valueStatusText[status];
    return [symbol, `${label[lang]} (${where.join(", ")})`];
  });
}
