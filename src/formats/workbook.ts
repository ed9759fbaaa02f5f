/** A version as a workbook: its rows, and behind them a sheet about them. */
import type { Readable } from "node:stream";
import { inLanguage, type Lang, type Text } from "../kernel/locale.ts";
import { type About, aboutLines, fieldLines, loadAbout, statusLines } from "./about.ts";
import { batchesOf, columnsOf, type Source } from "./source.ts";
import { writeXlsx } from "./xlsx.ts";

const FIELDS: Text = { id: "Kolom", en: "Fields" };
const STATUSES: Text = { id: "Tanda pada nilai", en: "Marks on values" };

export function createWorkbook(source: Source): Readable {
  const { version } = source;
  return writeXlsx(columnsOf(source), batchesOf(source), {
    sheetName: inLanguage(version.package.title, "id"),
    time: version.publishedAt,
    notes: async () => notesOf(await loadAbout(source)),
  });
}

/** Indonesian first, then the same in English. */
const notesOf = (about: About): readonly (readonly string[])[] => [
  ...notesIn(about, "id"),
  [],
  ...notesIn(about, "en"),
];

function notesIn(about: About, lang: Lang): readonly (readonly string[])[] {
  const statuses = statusLines(about, lang);
  return [
    [inLanguage(about.version.package.title, lang)],
    ...aboutLines(about, lang),
    [],
    [FIELDS[lang]],
    ...fieldLines(about, lang),
    ...(statuses.length === 0 ? [] : [[], [STATUSES[lang]], ...statuses]),
  ];
}
