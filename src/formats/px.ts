/**
 * PC-Axis 2013 in UTF-8 (https://www.scb.se/px): every cell of the cube in order, so a cube with very many empty ones is refused. Texts have
 * no double quotes there, and names within a variable must differ: a name that two codes share has its code behind it. An empty cell is
 * "." where there is no row and ".." where the row has no value; "-" is nil, "..." withheld.
 */
import type { Readable } from "node:stream";
import { inLanguage } from "../kernel/locale.ts";
import { localTime } from "../kernel/wita.ts";
import type { Value } from "../store/rows.ts";
import { outputNames, streamRows } from "../store/rows-out.ts";
import { type Cube, cellFinder, cubeQuery, loadCube } from "./cube.ts";
import type { Source } from "./source.ts";
import { asBytes } from "./text.ts";

export const PX_MOST_CELLS = 20_000_000;

export async function createPx(source: Source): Promise<Readable> {
  const cube = await loadCube(source, "px", PX_MOST_CELLS);
  return asBytes(writePx(source, cube));
}

async function* writePx(source: Source, cube: Cube): AsyncGenerator<string> {
  yield describe(source, cube);
  yield "DATA=\n";
  yield* writeCells(source, cube);
  yield ";\n";
}

/** A variable as PC-Axis has it: everything is told apart by its text. */
interface Variable {
  readonly name: string;
  readonly values: readonly string[];
  readonly codes: readonly string[];
  readonly isTime: boolean;
}

function describe(source: Source, cube: Cube): string {
  const { version, lang } = source;
  const { package: pkg, agencyName, publishedAt, slug, number } = version;
  const variables = variablesOf(cube, lang);
  const stub = variables.slice(0, Math.max(1, variables.length - 2));
  const heading = variables.slice(stub.length);
  const metric = variables.at(-1);
  const decimals = Math.max(0, ...cube.measures.map((measure) => measure.decimals));
  const time = localTime(publishedAt).replaceAll("-", "").replace("T", " ");
  const title = inLanguage(pkg.title, lang);
  const topic = pkg.topics[0] ?? "umum";
  const license = pkg.licenses[0];
  const units = cube.measures.map(({ unit }) => unit ?? "-");
  const note = [inLanguage(pkg.description, lang), license?.title ?? license?.name ?? ""].filter((text) => text !== "");
  return [
    line("CHARSET", ["ANSI"]),
    line("AXIS-VERSION", ["2013"]),
    line("CODEPAGE", ["utf-8"]),
    line("LANGUAGE", [lang]),
    line("CREATION-DATE", [time]),
    `DECIMALS=${Math.min(decimals, 15)};\n`,
    `SHOWDECIMALS=${Math.min(decimals, 6)};\n`,
    line("MATRIX", [`${slug}-v${number}`]),
    line("SUBJECT-CODE", [topic]),
    line("SUBJECT-AREA", [topic]),
    line("TITLE", [title]),
    line("CONTENTS", [title]),
    line("UNITS", [units.join("; ")]),
    line(
      "STUB",
      stub.map(({ name }) => name),
    ),
    line(
      "HEADING",
      heading.map(({ name }) => name),
    ),
    metric === undefined ? "" : line("CONTVARIABLE", [metric.name]),
    ...variables.map(({ name, values }) => line(`VALUES(${quoted(name)})`, values)),
    ...variables.flatMap(({ name, codes, isTime }) =>
      isTime ? `TIMEVAL(${quoted(name)})=TLIST(A1),\n${codes.map(quoted).join(",\n")};\n` : [],
    ),
    ...variables.map(({ name, codes }) => line(`CODES(${quoted(name)})`, codes)),
    ...(metric?.values ?? []).flatMap((value, index) => [
      line(`UNITS(${quoted(value)})`, [units[index] ?? "-"]),
      line(`LAST-UPDATED(${quoted(value)})`, [time]),
    ]),
    line("SOURCE", [agencyName]),
    ...(note.length === 0 ? [] : [line("NOTE", [note.join("#")])]),
  ].join("");
}

function variablesOf({ dimensions, measures }: Cube, lang: Source["lang"]): readonly Variable[] {
  const names = apart([
    ...dimensions.map(({ title, field }) => [title, field.name] as const),
    [lang === "en" ? "Measure" : "Ukuran", "measure"],
  ]);
  return [
    ...dimensions.map(({ categories, field }, index) => ({
      name: names[index] ?? field.name,
      values: apart(categories.map(({ label, code }) => [label, code])),
      codes: categories.map(({ code }) => code),
      isTime: field.role === "period" && categories.every(({ code }) => /^\d{4}$/.test(code)),
    })),
    {
      name: names.at(-1) ?? "Ukuran",
      values: apart(measures.map(({ title, field }) => [title, field.name])),
      codes: measures.map(({ field }) => field.name),
      isTime: false,
    },
  ];
}

/** Names of which no two are equal. */
function apart(named: readonly (readonly [name: string, code: string])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const [name] of named) counts.set(plain(name), (counts.get(plain(name)) ?? 0) + 1);
  return named.map(([name, code]) => (counts.get(plain(name)) === 1 ? name : `${name} (${code})`));
}

const plain = (text: string): string => text.replaceAll('"', "'").replace(/\s+/g, " ").trim();

/** A line of PC-Axis has at most 256 characters; a longer text goes on in the next one. */
const LONGEST = 120;

function quoted(text: string): string {
  const parts = plain(text).match(new RegExp(`.{1,${LONGEST}}`, "gu")) ?? [""];
  return parts.map((part) => `"${part}"`).join("\n");
}

const line = (keyword: string, texts: readonly string[]): string => `${keyword}=${texts.map(quoted).join(",\n")};\n`;

const NO_ROW = '"." ';

/** Marks of values that are not there, by status. */
const MARKS: ReadonlyMap<string | null, string> = new Map([
  ["nil-or-zero", '"-"'],
  ["suppressed", '"..."'],
]);
const NO_VALUE = '".."';

/** A piece of text of this many cells is enough at a time. */
const GAP = 20_000;

async function* writeCells(source: Source, cube: Cube): AsyncGenerator<string> {
  const { store, table } = source;
  const cellOf = cellFinder(cube);
  const query = { ...cubeQuery(source, cube), status: cube.marked > 0 };
  const names = outputNames(table, query);
  const places = cube.measures.map(
    ({ field }) => [names.indexOf(field.name), names.indexOf(`${field.name}_status`)] as const,
  );
  const width = (cube.dimensions.at(-1)?.categories.length ?? 1) * cube.measures.length;
  const endOf = (cell: number): string => ((cell + 1) % width === 0 ? "\n" : "");
  let next = 0;
  function* gapTo(cell: number): Generator<string> {
    while (next < cell) {
      let text = "";
      for (const end = Math.min(cell, next + GAP); next < end; next += 1) text += NO_ROW + endOf(next);
      yield text;
    }
  }
  for await (const batch of streamRows(store, table, query)) {
    let text = "";
    for (const row of batch) {
      const cell = cellOf(row);
      if (next < cell) {
        yield text;
        yield* gapTo(cell);
        text = "";
      }
      for (const [value, status] of places) {
        text += `${cellText(row[value] ?? null, row[status] ?? null)} ${endOf(next)}`;
        next += 1;
      }
    }
    yield text;
  }
  yield* gapTo(cube.cells);
}

const cellText = (value: Value, status: Value): string => value ?? MARKS.get(status) ?? NO_VALUE;
