/** The figures that a chart of a dataset is drawn from: few, of one version, by the choices that were made. */
import type { FieldName } from "../kernel/ids.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { aggregateRows } from "../store/aggregate.ts";
import type { TableRef } from "../store/dataset-table.ts";
import { type RowFilter, selectRows } from "../store/rows.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type ChartPlan, choiceFilters } from "./dataset-plan.ts";
import { namingField } from "./value-names.ts";

export interface Figure {
  /** Of the category; empty where all is one. */
  readonly code: string;
  /** As its row names it. */
  readonly label: string | undefined;
  readonly period: string;
  readonly value: string | null;
  readonly status?: ValueStatus | undefined;
}

/** More points make no picture. */
const MOST_POINTS = 6000;
/** So many lines can be told apart from the rest. */
const MOST_LINES = 40;

/** In no order. Empty where the view is no chart. */
export async function readFigures(
  tx: ReadTx,
  table: TableRef,
  schema: TableSchema,
  plan: ChartPlan,
): Promise<readonly Figure[]> {
  const { view, measure, category, period, dimensions, parts } = plan;
  if (measure === undefined || view === "tabel" || view === "definisi") return [];
  const filters = choiceFilters(dimensions);
  if (view === "tren") return readTrend(tx, table, plan, measure, filters);
  const by = view === "komposisi" ? parts : category;
  if (by === undefined) return [];
  return readGroups(tx, table, {
    by,
    measure,
    label: namingField(schema, by),
    filters: [...filters, ...choiceFilters([period])],
    single: plan.single && view !== "komposisi",
    period: period?.chosen ?? "",
  });
}

interface Groups {
  readonly by: Field;
  readonly measure: Field;
  readonly label: Field | undefined;
  readonly filters: readonly RowFilter[];
  readonly single: boolean;
  readonly period: string;
}

async function readGroups(tx: ReadTx, table: TableRef, groups: Groups): Promise<readonly Figure[]> {
  const { by, measure, label, filters, single, period } = groups;
  if (single) {
    const fields = [by.name, measure.name, ...(label === undefined ? [] : [label.name])];
    const { rows, statuses } = await selectRows(tx, table, {
      filters,
      order: [],
      fields,
      limit: MOST_POINTS,
      status: true,
    });
    return rows.map(([code, value = null, name], index) => ({
      code: code ?? "",
      label: name ?? undefined,
      period,
      value,
      status: statuses[index]?.[measure.name],
    }));
  }
  const rows = await aggregateRows(tx, table, {
    filters,
    groupBy: [by.name],
    measures: [
      { op: "sum", field: measure.name },
      ...(label === undefined ? [] : [{ op: "min" as const, field: label.name }]),
    ],
    limit: MOST_POINTS,
  });
  return rows.map((row) => ({
    code: row[by.name] ?? "",
    label: (label && row[`min_${label.name}`]) ?? undefined,
    period,
    value: row[`sum_${measure.name}`] ?? null,
  }));
}

/** By category and period; of many categories those that are pointed at, or else their sum. */
async function readTrend(
  tx: ReadTx,
  table: TableRef,
  plan: ChartPlan,
  measure: Field,
  filters: readonly RowFilter[],
): Promise<readonly Figure[]> {
  const { category, categories, highlighted, period, single } = plan;
  if (period === undefined) return [];
  const many = categories.length > MOST_LINES || categories.length === 0;
  const apart = category !== undefined && (!many || highlighted.length > 0 || measure.additive !== true);
  const chosen = highlighted.length > 0 ? highlighted : categories.slice(0, MOST_LINES);
  const wanted: readonly RowFilter[] =
    apart && many ? [...filters, { field: category.name, op: "in", values: chosen }] : filters;
  if (single && apart) {
    const fields: readonly FieldName[] = [category.name, period.field.name, measure.name];
    const found = await selectRows(tx, table, { filters: wanted, order: [], fields, limit: MOST_POINTS, status: true });
    return found.rows.map(([code, at, value = null], index) => ({
      code: code ?? "",
      label: undefined,
      period: at ?? "",
      value,
      status: found.statuses[index]?.[measure.name],
    }));
  }
  const groupBy = [...(apart ? [category.name] : []), period.field.name];
  const rows = await aggregateRows(tx, table, {
    filters: wanted,
    groupBy,
    measures: [{ op: "sum", field: measure.name }],
    limit: MOST_POINTS,
  });
  return rows.map((row) => ({
    code: apart ? (row[category.name] ?? "") : "",
    label: undefined,
    period: row[period.field.name] ?? "",
    value: row[`sum_${measure.name}`] ?? null,
  }));
}
