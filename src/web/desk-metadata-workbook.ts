/**
 * The metadata of a dataset as a workbook in the words and order of BPS's forms: MS-Keg, MS-Ind, MS-Var, and Standar Data's five. Each
 * cell knows which question of the metadata form it answers, so that a workbook that was filled in elsewhere is read by the same table.
 */
import type { Readable } from "node:stream";
import { type TextSheet, writeTextSheets } from "../formats/xlsx.ts";
import type { DataPackage, Field, FieldConstraints } from "../kernel/package.ts";
import { ACTIVITY_BLOCKS, type ActivityBlock } from "../kernel/statistical-activity.ts";
import type { Answers, Item, StatisticalForm } from "../kernel/statistical-form.ts";
import { INDICATOR, MEASURE, VARIABLE } from "../kernel/statistical-variable.ts";
import { standardOf } from "./desk-metadata-form.ts";
import { showText } from "./show.ts";
import { showAnswer } from "./show-answer.ts";
import { activityBlockWords, activityWords } from "./words-activity.ts";
import { deskWords } from "./words-desk.ts";
import { metadataWords } from "./words-desk-metadata.ts";
import { type ItemWords, indicatorWords, variableWords } from "./words-statistics.ts";

const { standard, yes, no } = metadataWords.id;

/** The question that a cell answers, as its input on the form is called. */
interface Asks {
  readonly input: string;
  readonly item: Item;
  readonly words: ItemWords;
}

export interface MetadataCell {
  readonly text: string;
  /** Undefined: it is no answer, or one that is given elsewhere. */
  readonly asks?: Asks | undefined;
}

/** Questions one below the other, as on a paper form; the answer stands last in its line. */
export interface FormSheet {
  readonly kind: "form";
  readonly name: string;
  readonly lines: readonly (readonly MetadataCell[])[];
}

/** A line for each column of the dataset. */
export interface ColumnSheet {
  readonly kind: "columns";
  readonly name: string;
  readonly titles: readonly string[];
  readonly rows: readonly { readonly field: Field; readonly cells: readonly MetadataCell[] }[];
}

/** In Indonesian, the language of the forms. */
export function metadataSheets(pkg: DataPackage): readonly (FormSheet | ColumnSheet)[] {
  const measures = pkg.schema.fields.filter(({ role }) => role === "measure");
  return [
    { kind: "form", name: "MS-Keg", lines: activityLines(pkg) },
    columnSheet("MS-Ind", pkg, measures, [
      NAME,
      ...FIVE,
      told("Klasifikasi penyajian", shownBy),
      ...asked(INDICATOR, "indicator"),
    ]),
    columnSheet("MS-Var", pkg, pkg.schema.fields, [
      told("Kode kegiatan", (_field, { activity }) => activity?.code ?? ""),
      NAME,
      told(COLUMN_NAME, ({ name }) => name),
      ...FIVE,
      told("Tipe data", ({ type }) => type),
      told("Klasifikasi isian", valuesOf),
      told("Aturan validasi", ruleOf),
      ...asked(VARIABLE, "variable"),
    ]),
    columnSheet("Standar Data", pkg, measures, [NAME, ...FIVE]),
  ];
}

/** `time` is what its parts bear. */
export const metadataWorkbook = (pkg: DataPackage, time: Date): Readable =>
  writeTextSheets(metadataSheets(pkg).map(textSheet), time);

function textSheet(sheet: FormSheet | ColumnSheet): TextSheet {
  const texts = (cells: readonly MetadataCell[]): readonly string[] => cells.map(({ text }) => text);
  if (sheet.kind === "form") return { name: sheet.name, widths: [8, 48, 90], lines: sheet.lines.map(texts) };
  const { name, titles, rows } = sheet;
  const widths = titles.map((title) => Math.max(18, title.length + 3));
  return { name, widths, lines: [titles, ...rows.map(({ cells }) => texts(cells))], header: true };
}

interface Column {
  readonly title: string;
  readonly cell: (field: Field, pkg: DataPackage) => MetadataCell;
}

const columnSheet = (
  name: string,
  pkg: DataPackage,
  fields: readonly Field[],
  columns: readonly Column[],
): ColumnSheet => ({
  kind: "columns",
  name,
  titles: columns.map(({ title }) => title),
  rows: fields.map((field) => ({ field, cells: columns.map(({ cell }) => cell(field, pkg)) })),
});

/** What the dataset itself says. */
const told = (title: string, text: (field: Field, pkg: DataPackage) => string): Column => ({
  title,
  cell: (field, pkg) => ({ text: text(field, pkg) }),
});

/** Where a line says which column it is about. */
export const COLUMN_TITLE = "Nama";
export const COLUMN_NAME = "Nama kolom";

const nameOf = ({ name, title }: Field): string => showText(title, "id") || name;
const NAME = told(COLUMN_TITLE, nameOf);

const FIVE: readonly Column[] = Object.keys(MEASURE).map((name) => {
  const part = name as keyof typeof MEASURE; // its own keys
  const words: ItemWords = standard[part];
  return {
    title: words.label,
    cell: (field) => {
      const item = standardOf(field)[part];
      return {
        text: showText(field[part], "id") || (part === "definition" ? showText(field.description, "id") : ""),
        asks: item && { input: `standard-${field.name}-${part}`, item, words },
      };
    },
  };
});

/** Whatever is as open as the dataset says so. */
const asked = (form: StatisticalForm, of: "indicator" | "variable"): readonly Column[] => {
  const all: Readonly<Record<string, ItemWords>> = of === "indicator" ? indicatorWords.id : variableWords.id;
  return Object.entries(form).map(([name, item]): Column => {
    const words = all[name] ?? { label: name, help: "" };
    return {
      title: words.label,
      cell: (field, { access }) => {
        const answers: Answers = field[of] ?? {};
        const said = showAnswer(item, words, answers[name], "id");
        return {
          text: said === "" && name === "open" ? (access === "open" ? yes : no) : said,
          asks: { input: `${of}-${field.name}-${name}`, item, words },
        };
      },
    };
  });
};

/** The variables that an indicator is shown by. */
const shownBy = (_field: Field, { schema }: DataPackage): string =>
  schema.fields
    .filter(({ role }) => role === "region" || role === "period" || role === "dimension")
    .map((field) => nameOf(field))
    .join(", ");

const valuesOf = ({ constraints }: Field): string => constraints?.enum?.join(", ") ?? "";

function ruleOf({ constraints = {} }: Field): string {
  const { required, unique, minimum, maximum, pattern }: FieldConstraints = constraints;
  return [
    required === true ? "wajib diisi" : "",
    unique === true ? "tidak berulang" : "",
    minimum === undefined ? "" : `paling kecil ${minimum}`,
    maximum === undefined ? "" : `paling besar ${maximum}`,
    pattern === undefined ? "" : `berpola ${pattern}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** Block by block; what the package itself says stands where the form asks for it. */
function activityLines(pkg: DataPackage): FormSheet["lines"] {
  const known: Readonly<Record<string, string>> = {
    activityTitle: showText(pkg.title, "id"),
    organiser: pkg.agency,
    background: showText(pkg.description, "id"),
  };
  const answers: Answers = pkg.activity ?? {};
  const line = (...texts: readonly string[]): readonly MetadataCell[] => texts.map((text) => ({ text }));
  return (Object.keys(ACTIVITY_BLOCKS) as ActivityBlock[]).flatMap((block) => {
    const form: StatisticalForm = ACTIVITY_BLOCKS[block];
    const all: Readonly<Record<string, ItemWords>> = activityWords.id;
    const lines = Object.entries(form).map(([name, item]): readonly MetadataCell[] => {
      const words = all[name] ?? { label: name, help: "" };
      const text = showAnswer(item, words, answers[name], "id") || (known[name] ?? "");
      const asks = { input: `activity-${name}`, item, words };
      return [...line(item.number ?? "", words.label), { text, asks }];
    });
    const more =
      block === "planning"
        ? [line("3.4", "Variabel yang dikumpulkan", pkg.schema.fields.map((field) => nameOf(field)).join(", "))]
        : block === "design"
          ? [line("4.2", "Frekuensi", pkg.frequency === undefined ? "" : deskWords.id.frequencies[pkg.frequency])]
          : block === "dissemination"
            ? [line("", "Sumber", pkg.sources.map(({ title }) => title).join("; "))]
            : [];
    return [line(activityBlockWords.id[block][0]), ...lines, ...more, []];
  });
}
