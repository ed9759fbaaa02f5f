/** The README beside the data: plain text, Indonesian first, then the same in English. */
import { inLanguage, type Lang, type Text } from "../kernel/locale.ts";
import { type About, aboutLines, fieldLines, statusLines } from "./about.ts";

const words = {
  files: { id: "Berkas", en: "Files" },
  csv: {
    id: "data: CSV, UTF-8, koma sebagai pemisah, titik sebagai tanda desimal; sel kosong berarti tidak ada nilai",
    en: "the data: CSV, UTF-8, separated by commas, a point as decimal mark; an empty cell has no value",
  },
  package: {
    id: "penjelasan yang dapat dibaca mesin (Data Package): kolom, tipe, kunci, ukuran dan SHA-256 berkas data",
    en: "the same for machines (Data Package): fields, types, key, size and SHA-256 of the data",
  },
  fields: { id: "Kolom", en: "Fields" },
  statuses: { id: "Tanda pada nilai", en: "Marks on values" },
  statusHint: {
    id: "Tanda tidak ditulis di kolom nilainya. Unduh dengan ?_status=1 untuk mendapatkannya dalam kolom tersendiri.",
    en: "Marks are not written among the values. Download with ?_status=1 to have them in columns of their own.",
  },
} as const satisfies Readonly<Record<string, Text>>;

export const writeReadme = (about: About, dataName: string): string =>
  `${section(about, dataName, "id")}\n\n${"-".repeat(72)}\n\n${section(about, dataName, "en")}`;

function section(about: About, dataName: string, lang: Lang): string {
  const title = inLanguage(about.version.package.title, lang);
  const statuses = statusLines(about, lang);
  return [
    title,
    "=".repeat(Math.min(72, title.length)),
    "",
    ...aboutLines(about, lang).map(([label, value]) => `${label}: ${value}`),
    ...heading(words.files[lang]),
    `- ${dataName}: ${words.csv[lang]}`,
    `- datapackage.json: ${words.package[lang]}`,
    ...heading(words.fields[lang]),
    ...fieldLines(about, lang).map(([name, said]) => `- ${name}${said === "" ? "" : `: ${said}`}`),
    ...(statuses.length === 0
      ? []
      : [
          ...heading(words.statuses[lang]),
          ...statuses.map(([symbol, meaning]) => `${symbol}  ${meaning}`),
          "",
          words.statusHint[lang],
        ]),
    "",
  ].join("\n");
}

const heading = (text: string): readonly string[] => ["", text, "-".repeat(text.length), ""];
