/** The metadata of a dataset as a workbook in the words and order of BPS's forms: MS-Keg, MS-Ind, MS-Var, and Standar Data's five. */
import type { Readable } from "node:stream";
import { type TextSheet, writeTextSheets } from "../formats/xlsx.ts";
import type { DataPackage, Field, FieldConstraints } from "../kernel/package.ts";
import { ACTIVITY_BLOCKS, type ActivityBlock } from "../kernel/statistical-activity.ts";
import type { Answers, StatisticalForm } from "../kernel/statistical-form.ts";
import { INDICATOR, MEASURE, VARIABLE } from "../kernel/statistical-variable.ts";
import { showText } from "./show.ts";
import { showAnswer } from "./show-answer.ts";
import { activityBlockWords, activityWords } from "./words-activity.ts";
import { deskWords } from "./words-desk.ts";
import { metadataWords } from "./words-desk-metadata.ts";
import { type ItemWords, indicatorWords, variableWords } from "./words-statistics.ts";

const { standard, yes, no } = metadataWords.id;

/** In Indonesian, the language of the forms. `time` is what its parts bear. */
export function metadataWorkbook(pkg: DataPackage, time: Date): Readable {
  const measures = pkg.schema.fields.filter(({ role }) => role === "measure");
  return writeTextSheets(
    [
      { name: "MS-Keg", widths: [8, 48, 90], lines: activityLines(pkg) },
      table("MS-Ind", pkg, measures, [
        NAME,
        ...FIVE,
        ["Klasifikasi penyajian", shownBy],
        ...asked(INDICATOR, "indicator"),
      ]),
      table("MS-Var", pkg, pkg.schema.fields, [
        ["Kode kegiatan", (_field, { activity }) => activity?.code ?? ""],
        NAME,
        ["Nama kolom", ({ name }) => name],
        ...FIVE,
        ["Tipe data", ({ type }) => type],
        ["Klasifikasi isian", valuesOf],
        ["Aturan validasi", ruleOf],
        ...asked(VARIABLE, "variable"),
      ]),
      table("Standar Data", pkg, measures, [NAME, ...FIVE]),
    ],
    time,
  );
}

type Column = readonly [title: string, value: (field: Field, pkg: DataPackage) => string];

const table = (name: string, pkg: DataPackage, fields: readonly Field[], columns: readonly Column[]): TextSheet => ({
  name,
  widths: columns.map(([title]) => Math.max(18, title.length + 3)),
  lines: [columns.map(([title]) => title), ...fields.map((field) => columns.map(([, value]) => value(field, pkg)))],
  header: true,
});

const nameOf = ({ name, title }: Field): string => showText(title, "id") || name;
const NAME: Column = ["Nama", nameOf];

const FIVE: readonly Column[] = Object.keys(MEASURE).map((name) => {
  const part = name as keyof typeof MEASURE; // its own keys
  return [
    standard[part].label,
    (field) => showText(field[part], "id") || (part === "definition" ? showText(field.description, "id") : ""),
  ];
});

/** Whatever is as open as the dataset says so. */
const asked = (form: StatisticalForm, of: "indicator" | "variable"): readonly Column[] => {
  const all: Readonly<Record<string, ItemWords>> = of === "indicator" ? indicatorWords.id : variableWords.id;
  return Object.entries(form).map(([name, item]): Column => {
    const words = all[name] ?? { label: name, help: "" };
    return [
      words.label,
      (field, { access }) => {
        const answers: Answers = field[of] ?? {};
        const said = showAnswer(item, words, answers[name], "id");
        return said === "" && name === "open" ? (access === "open" ? yes : no) : said;
      },
    ];
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
function activityLines(pkg: DataPackage): readonly (readonly string[])[] {
  const known: Readonly<Record<string, string>> = {
    activityTitle: showText(pkg.title, "id"),
    organiser: pkg.agency,
    background: showText(pkg.description, "id"),
  };
  const answers: Answers = pkg.activity ?? {};
  return (Object.keys(ACTIVITY_BLOCKS) as ActivityBlock[]).flatMap((block) => {
    const form: StatisticalForm = ACTIVITY_BLOCKS[block];
    const words: Readonly<Record<string, ItemWords>> = activityWords.id;
    const lines = Object.entries(form).map(([name, item]) => {
      const said = words[name] ?? { label: name, help: "" };
      return [item.number ?? "", said.label, showAnswer(item, said, answers[name], "id") || (known[name] ?? "")];
    });
    const more: readonly (readonly string[])[] =
      block === "planning"
        ? [["3.4", "Variabel yang dikumpulkan", pkg.schema.fields.map((field) => nameOf(field)).join(", ")]]
        : block === "design"
          ? [["4.2", "Frekuensi", pkg.frequency === undefined ? "" : deskWords.id.frequencies[pkg.frequency]]]
          : block === "dissemination"
            ? [["", "Sumber", pkg.sources.map(({ title }) => title).join("; ")]]
            : [];
    return [[activityBlockWords.id[block][0]], ...lines, ...more, []];
  });
}
