/** The metadata of a dataset as a workbook in the words of BPS's forms: a row for each column (MS-Var), and what is known of the activity. */
import type { Readable } from "node:stream";
import type { Row } from "../formats/text.ts";
import { writeXlsx } from "../formats/xlsx.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { DataPackage, Field } from "../kernel/package.ts";
import { deskWords } from "./words-desk.ts";
import { metadataWords } from "./words-desk-metadata.ts";

const { parts, sheet } = metadataWords.id;

const COLUMNS: readonly (readonly [title: string, value: (field: Field, pkg: DataPackage) => string | undefined])[] = [
  [sheet.name, ({ name, title }) => inIndonesian(title) ?? name],
  [sheet.alias, ({ name }) => name],
  [parts.concept[0], ({ concept }) => inIndonesian(concept)],
  [parts.definition[0], ({ definition, description }) => inIndonesian(definition ?? description)],
  [parts.classification[0], ({ classification }) => inIndonesian(classification)],
  [parts.measureType[0], ({ measureType }) => inIndonesian(measureType)],
  [parts.unit[0], ({ unit }) => unit],
  [sheet.type, ({ type }) => type],
  [sheet.indicator, ({ role }) => (role === "measure" ? sheet.yes : sheet.no)],
  [sheet.public, (_field, { access }) => (access === "open" ? sheet.yes : sheet.no)],
];

/** In Indonesian, the language of the forms. `time` is what its parts bear. */
export function metadataWorkbook(pkg: DataPackage, time: Date): Readable {
  const rows: readonly Row[] = pkg.schema.fields.map((field) => COLUMNS.map(([, value]) => value(field, pkg) ?? null));
  return writeXlsx(
    COLUMNS.map(([name]) => ({ name, kind: "text" })),
    one(rows),
    {
      sheetName: "MS-Var",
      time,
      notes: async () => [
        ["MS-Keg"],
        [sheet.activity, inIndonesian(pkg.title) ?? ""],
        [sheet.background, inIndonesian(pkg.description) ?? ""],
        [sheet.agency, pkg.agency],
        [sheet.frequency, pkg.frequency === undefined ? "" : deskWords.id.frequencies[pkg.frequency]],
        ...pkg.sources.map(({ title }) => [sheet.source, title]),
      ],
    },
  );
}

async function* one(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

const inIndonesian = (text: LocalisedText | undefined): string | undefined =>
  typeof text === "object" ? text.id : text;
