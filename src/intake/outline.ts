/** What the first table of an undeclared file seems to be: its title and its columns, in the long form, from the evidence of all its rows. */
import { loadRegionFacts } from "../catalogue/reference.ts";
import type { FieldRole, FieldType } from "../kernel/package.ts";
import { inspectInWorker } from "../tabular/inspect-in-worker.ts";
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
}

export interface Outline {
  readonly title: string;
  /** Periods stood side by side: the columns are those of the long form. */
  readonly wide: boolean;
  readonly rows: number;
  readonly columns: readonly OutlineColumn[];
}

const SAMPLES = 3;

/** Throws Unreadable where there is no table to see. */
export async function outlineFile({ store }: Pick<IntakeDeps, "store">, file: ReceivedFile): Promise<Outline> {
  const regions = await store.read(loadRegionFacts);
  const { tables } = await inspectInWorker({ path: file.path, name: file.name, regions });
  const table = tables.find(({ hidden }) => !hidden) ?? tables[0];
  const [first = 0, last = 0] = table?.dataRows ?? [];
  const wanted = new Set(Array.from({ length: Math.min(SAMPLES, last - first + 1) }, (_, at) => first + at));
  const rows = await readRowsOf(file, table?.sheet ?? null, wanted);
  const samplesOf = (column: number): string[] =>
    [...rows.values()].map((cells) => cells[column - 1] ?? "").filter((cell) => cell !== "");
  const wide = table?.layout === "wide";
  const isPeriod = new Set(table?.periodColumns.map(({ column }) => column));
  const own = (table?.fields ?? [])
    .filter(({ column }) => !isPeriod.has(column))
    .map(({ column, name, title, type, role, unit }) => ({
      name,
      title: title || name,
      type,
      role: role ?? undefined,
      unit: unit ?? undefined,
      samples: samplesOf(column),
    }));
  return {
    title: table?.title ?? file.name.replace(/\.[a-z]{2,5}$/i, "").replaceAll("_", " "),
    wide,
    rows: table?.longRows ?? 0,
    columns: wide && table !== undefined ? [...own, ...unfolded(table.periodColumns, table.unit, samplesOf)] : own,
  };
}

/** The Table Schema of those columns, without a key, as a package declares it. Throws as `outlineFile` does. */
export async function schemaOfFile(
  deps: Pick<IntakeDeps, "store">,
  file: ReceivedFile,
): Promise<{ readonly fields: readonly Readonly<Record<string, unknown>>[] }> {
  const { columns } = await outlineFile(deps, file);
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

/** The two columns that columns of periods become. */
function unfolded(
  periods: readonly { readonly column: number; readonly period: string }[],
  unit: string | null,
  samplesOf: (column: number) => string[],
): readonly OutlineColumn[] {
  const yearly = periods.every(({ period }) => /^\d{4}$/.test(period));
  const names = periods.slice(0, SAMPLES).map(({ period }) => period);
  return [
    {
      name: yearly ? "tahun" : "periode",
      title: yearly ? "Tahun" : "Periode",
      type: yearly ? "year" : "string",
      role: "period",
      unit: undefined,
      samples: names,
    },
    {
      name: "nilai",
      title: "Nilai",
      type: "number",
      role: "measure",
      unit: unit ?? undefined,
      samples: samplesOf(periods[0]?.column ?? 1),
    },
  ];
}
