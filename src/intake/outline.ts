/** What the tables of an undeclared file seem to be: their titles and columns, in the long form, from the evidence of all their rows. */
import { loadRegionFacts } from "../catalogue/reference.ts";
import type { FieldRole, FieldType } from "../kernel/package.ts";
import type { InspectedTable } from "../tabular/inspect.ts";
import { inspectInWorker } from "../tabular/inspect-in-worker.ts";
import type { InspectedMelt } from "../tabular/inspect-melt.ts";
import type { IntakeDeps } from "./deps.ts";
import type { ReceivedFile } from "./receive.ts";
import { readRowsOf } from "./sheet-window.ts";

export interface OutlineColumn {
  readonly name: string;
  readonly title: string;
  readonly type: FieldType;
  readonly role: FieldRole | undefined;
  readonly unit: string | undefined;
  readonly samples: readonly string[];
  /** Is it worth keeping? Not where every cell is empty, and not the running number of the rows. */
  readonly isOfUse: boolean;
  /** May it tell rows apart? Not where a cell is empty. */
  readonly isComplete: boolean;
}

export interface Outline {
  /** Null for a file without sheets. */
  readonly sheet: string | null;
  readonly title: string;
  /** Periods stood side by side: the columns are those of the long form. */
  readonly wide: boolean;
  readonly rows: number;
  readonly columns: readonly OutlineColumn[];
}

const SAMPLES = 3;
/** A workbook of more sheets is offered by its first ones. */
const MOST_SHEETS = 20;

/** The largest table of each visible sheet, in the file's order; of the first sheet where none is visible. Throws Unreadable where there is no table to see. */
export async function outlineSheets(
  { store }: Pick<IntakeDeps, "store">,
  file: ReceivedFile,
): Promise<readonly [Outline, ...Outline[]]> {
  const regions = await store.read(loadRegionFacts);
  const { tables } = await inspectInWorker({ path: file.path, name: file.name, regions });
  const visible = tables.filter(({ hidden }) => !hidden);
  const firstOf = new Map<string | null, InspectedTable>();
  for (const table of visible.length > 0 ? visible : tables.slice(0, 1))
    if (!firstOf.has(table.sheet)) firstOf.set(table.sheet, table);
  const outlines: Outline[] = [];
  for (const table of [...firstOf.values()].slice(0, MOST_SHEETS)) {
    const name = firstOf.size > 1 && table.sheet !== null ? `${plainName(file)} ${table.sheet}` : plainName(file);
    outlines.push(await outlineTable(file, table, table.title ?? name));
  }
  const [first, ...others] = outlines;
  return [first ?? { sheet: null, title: plainName(file), wide: false, rows: 0, columns: [] }, ...others];
}

const plainName = ({ name }: ReceivedFile): string => name.replace(/\.[a-z]{2,5}$/i, "").replaceAll("_", " ");

async function outlineTable(file: ReceivedFile, table: InspectedTable, title: string): Promise<Outline> {
  const [first, last] = table.dataRows;
  const wanted = new Set(Array.from({ length: Math.min(SAMPLES, last - first + 1) }, (_, at) => first + at));
  const rows = await readRowsOf(file, table.sheet, wanted);
  const samplesOf = (column: number): string[] =>
    [...rows.values()].map((cells) => cells[column - 1] ?? "").filter((cell) => cell !== "");
  const isPeriod = new Set(table.periodColumns.map(({ column }) => column));
  const { melt, bodyRows } = table;
  const own = table.fields
    .filter(({ column }) => melt === null || !isPeriod.has(column))
    .map(({ column, name, title, type, role, unit, missing }) => ({
      name,
      title: title || name,
      type,
      role: role ?? undefined,
      unit: unit ?? undefined,
      samples: samplesOf(column),
      isOfUse: missing < bodyRows && !isRunningNumber(title, type),
      isComplete: missing === 0,
    }));
  return {
    sheet: table.sheet,
    title,
    wide: melt !== null,
    rows: table.longRows,
    columns: melt === null ? own : [...own, ...melted(melt, table, samplesOf)],
  };
}

const isRunningNumber = (title: string, type: FieldType): boolean =>
  type === "integer" && /^(?:no|nomor|no\.? ?urut|nomor urut)\.?$/i.test(title.trim());

/** The Table Schema of the first table, without a key, as a package declares it. Throws as `outlineSheets` does. */
export async function schemaOfFile(
  deps: Pick<IntakeDeps, "store">,
  file: ReceivedFile,
): Promise<{ readonly fields: readonly Readonly<Record<string, unknown>>[] }> {
  const [{ columns }] = await outlineSheets(deps, file);
  return {
    fields: columns.map(({ name, title, type, role, unit }) => ({
      name,
      title,
      type,
      // A measure without a unit is no measure of ours: somebody has to say it.
      ...(role === undefined || (role === "measure" && unit === undefined) ? {} : { role }),
      ...(role === "measure" && unit !== undefined ? { unit } : {}),
    })),
  };
}

/** The columns that columns of periods become: one for each level of their header, the period, the value. */
function melted(
  { dimensions, period, unit, value }: InspectedMelt,
  table: InspectedTable,
  samplesOf: (column: number) => string[],
): readonly OutlineColumn[] {
  const { periodColumns } = table;
  const yearly = periodColumns.every((one) => /^\d{4}$/.test(one.period));
  const column = (
    name: string,
    role: FieldRole | undefined,
    samples: readonly string[],
    rest: Partial<OutlineColumn> = {},
  ): OutlineColumn => ({
    name,
    title: titleFrom(name),
    type: "string",
    role,
    unit: undefined,
    samples: samples.slice(0, SAMPLES),
    isOfUse: true,
    isComplete: true,
    ...rest,
  });
  const periods = [...new Set(periodColumns.map((one) => one.period))];
  return [
    ...dimensions.map(({ name, values }) => column(name, "dimension", values)),
    ...(period === null ? [] : [column(period, "period", periods, { type: yearly ? "year" : "string" })]),
    ...(unit === null ? [] : [column(unit, undefined, [])]),
    column(value, "measure", samplesOf(periodColumns[0]?.column ?? 1), {
      type: "number",
      unit: table.unit ?? undefined,
    }),
  ];
}

const titleFrom = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
