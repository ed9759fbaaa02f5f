/**
 * A metadata workbook that was filled in elsewhere, held against what the dataset says today: which answers differ, cell by cell, and
 * which cannot be understood. A cell that reads as it was exported answers nothing, so that an old workbook takes nothing back; one that
 * was emptied empties its answer. Sheets, lines and columns are found by their words: they may be moved, and others may stand beside them.
 */
import { columnLetters } from "../kernel/finding.ts";
import type { DataPackage } from "../kernel/package.ts";
import type { Item } from "../kernel/statistical-form.ts";
import { readDate } from "../tabular/dates.ts";
import type { Sheet } from "../tabular/model.ts";
import {
  COLUMN_NAME,
  COLUMN_TITLE,
  type ColumnSheet,
  type FormSheet,
  type MetadataCell,
  metadataSheets,
} from "./desk-metadata-workbook.ts";
import { metadataWords } from "./words-desk-metadata.ts";
import type { ItemWords } from "./words-statistics.ts";

export interface ReadAnswer {
  /** As the form calls it. */
  readonly input: string;
  /** Sheet and cell, as Excel writes them. */
  readonly place: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** What the form would send; undefined: it cannot be understood. */
  readonly values: readonly string[] | undefined;
  readonly kind: Item["kind"];
  /** What may be written there, where it is one of a few things. */
  readonly options: readonly string[];
}

export interface ReadWorkbook {
  /** Sheets of the workbook that were known. */
  readonly sheets: number;
  readonly answers: readonly ReadAnswer[];
}

/** Sheets of the form are short; what stands lower is none of it. */
const MAX_ROW = 2_000;

interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Where an answer is given on two sheets, the first that differs from today's counts. */
export async function readMetadataWorkbook(
  sheets: readonly Sheet[],
  pkg: DataPackage,
  signal: AbortSignal,
): Promise<ReadWorkbook> {
  const answers = new Map<string, ReadAnswer>();
  let known = 0;
  for (const form of [...metadataSheets(pkg)].reverse()) {
    const sheet = sheets.find(({ name }) => fold(name ?? "") === fold(form.name));
    if (sheet === undefined) continue;
    known += 1;
    const lines = await readLines(sheet, signal);
    const found = form.kind === "form" ? readForm(form, lines) : readColumns(form, lines);
    for (const answer of found) if (!answers.has(answer.input)) answers.set(answer.input, answer);
  }
  return { sheets: known, answers: [...answers.values()] };
}

async function readLines(sheet: Sheet, signal: AbortSignal): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const batch of sheet.rows(signal)) {
    for (const { row, cells } of batch) if (row <= MAX_ROW) lines.push({ row, cells });
    if ((batch.at(-1)?.row ?? 0) >= MAX_ROW) break;
  }
  return lines;
}

const fold = (text = ""): string => text.normalize().trim().replace(/\s+/g, " ").toLowerCase();

/** By number and question: an answer stands in the third column. */
function readForm({ name, lines: expected }: FormSheet, lines: readonly Line[]): readonly ReadAnswer[] {
  const key = (number = "", label = ""): string => `${fold(number)} ${fold(label)}`;
  const open = expected.flatMap(([number, label, answer]) =>
    answer?.asks === undefined ? [] : [{ key: key(number?.text, label?.text), answer }],
  );
  return lines.flatMap(({ row, cells: [number, label, after = ""] }) => {
    const at = open.findIndex((one) => one.key === key(number, label));
    const [found] = at < 0 ? [] : open.splice(at, 1);
    return found === undefined
      ? []
      : compare(found.answer, after, `${name}!C${row}`, found.answer.asks?.words.label ?? "");
  });
}

/** Under the line of titles; a line is of the column that it names, by its name or else by its title. */
function readColumns({ name: sheet, titles, rows }: ColumnSheet, lines: readonly Line[]): readonly ReadAnswer[] {
  const at = lines.findIndex(({ cells }) => cells.some((cell) => fold(cell) === fold(COLUMN_TITLE)));
  const header = lines[at]?.cells.map(fold) ?? [];
  const placeOf = (title: string): number => header.indexOf(fold(title));
  const naming = placeOf(COLUMN_NAME) >= 0 ? COLUMN_NAME : COLUMN_TITLE;
  const nameAt = titles.indexOf(naming);
  return lines.slice(at + 1).flatMap(({ row, cells }) => {
    const found = rows.find((one) => fold(one.cells[nameAt]?.text) === fold(cells[placeOf(naming)]));
    if (found === undefined) return [];
    return titles.flatMap((title, index) => {
      const [column, cell] = [placeOf(title), found.cells[index]];
      if (column < 0 || cell?.asks === undefined) return [];
      const label = `${found.cells[titles.indexOf(COLUMN_TITLE)]?.text ?? found.field.name}: ${title}`;
      return compare(cell, cells[column] ?? "", `${sheet}!${columnLetters(column + 1)}${row}`, label);
    });
  });
}

function compare(
  { text: before, asks }: MetadataCell,
  typed: string,
  place: string,
  label: string,
): readonly ReadAnswer[] {
  const after = typed.trim();
  if (asks === undefined || fold(after) === fold(before)) return [];
  const { input, item, words } = asks;
  const values = valuesOf(item, words, after);
  const options = optionsOf(item, words).map(([, name]) => name);
  return [{ input, place, label, before, after, values, kind: item.kind, options }];
}

const { yes, no } = metadataWords.id;

function optionsOf(item: Item, words: ItemWords): readonly (readonly [value: string, name: string])[] {
  if (item.kind === "yes-no")
    return [
      ["ya", yes],
      ["tidak", no],
    ];
  return "options" in item ? item.options.map((option) => [option, words.options?.[option] ?? option]) : [];
}

function valuesOf(item: Item, words: ItemWords, text: string): readonly string[] | undefined {
  if (text === "") return [""];
  switch (item.kind) {
    case "many":
      return chosenOf(optionsOf(item, words), text);
    case "one":
    case "yes-no": {
      const chosen = optionsOf(item, words).find((option) => option.some((one) => fold(one) === fold(text)));
      return chosen && [chosen[0]];
    }
    case "date": {
      const day = readDate(text);
      return day === undefined ? undefined : [day];
    }
    case "count":
      return [/^\d{1,3}(?:[. ]\d{3})+$/.test(text) ? text.replaceAll(/\D/g, "") : text];
    default:
      return [text];
  }
}

/** Names one after the other, in the form's order; a name may hold a comma itself. */
function chosenOf(
  options: readonly (readonly [value: string, name: string])[],
  text: string,
): readonly string[] | undefined {
  const chosen: string[] = [];
  let rest = fold(text);
  while (rest !== "") {
    const fits = options.filter(([, name]) => rest.startsWith(fold(name)));
    const [longest] = fits.sort(([, a], [, b]) => b.length - a.length);
    if (longest === undefined) return undefined;
    chosen.push(longest[0]);
    rest = rest.slice(fold(longest[1]).length).replace(/^[\s,;]+/, "");
  }
  return options.flatMap(([value]) => (chosen.includes(value) ? [value] : []));
}
