/**
 * A measure by period before and after an upload, without writing anything: what the version holds, less the rows that would end, plus
 * those that would come. So it is right for a replacement and for an append alike.
 */
import type { FieldName } from "../kernel/ids.ts";
import { type Column, findContinued, getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import type { Value } from "./rows.ts";
import { type Sql, sql } from "./sql.ts";
import type { StageRef } from "./stage.ts";
import type { ReadTx } from "./transaction.ts";

export interface PeriodFigure {
  readonly period: string;
  /** Null where there is no value. */
  readonly before: Value;
  readonly after: Value;
}

interface Figure {
  readonly period: FieldName;
  readonly measure: FieldName;
  /** Sums where they mean something, else means (to four decimals). */
  readonly op: "sum" | "avg";
}

/**
 * By period, at most the last `limit`. A field that the version did not have, or had with another type, has no value before.
 *
 * @param base  The version that the upload was compared with; undefined: it would be the first.
 */
export async function figuresByPeriod(
  tx: ReadTx,
  stage: StageRef,
  base: TableRef | undefined,
  { period, measure, op }: Figure,
  limit: number,
): Promise<readonly PeriodFigure[]> {
  const now = { period: getColumn(stage.columns, period), measure: getColumn(stage.columns, measure) };
  const staged = (which: Sql): Sql =>
    sql`select s.${now.period.ident}::text as period, null::numeric as old, s.${now.measure.ident}::numeric as new from ${stage.table} s${which}`;
  const rows = [staged(base === undefined ? sql`` : sql` where s.row_id in (select staged from ${stage.delta})`)];
  const before = base && storedPair(base, now);
  if (base !== undefined && before !== undefined) {
    const stays = sql`l.row_id not in (select live from ${stage.delta} where live is not null)`;
    const value = sql`l.${before.measure.ident}::numeric`;
    rows.push(
      sql`select l.${before.period.ident}::text, ${value}, case when ${stays} then ${value} end from ${versionRows(base)} l`,
    );
  }
  const figure = (column: Sql): Sql => (op === "sum" ? sql`sum(${column})` : sql`trim_scale(round(avg(${column}), 4))`);
  const [first = sql``, second] = rows;
  const both = second === undefined ? first : sql`${first} union all ${second}`;
  const found = await tx.texts(
    sql`select period, ${figure(sql`old`)}, ${figure(sql`new`)} from (${both}) both_sides where period is not null group by period order by period desc limit ${limit}`,
  );
  return found.map(([at, old = null, next = null]) => ({ period: at ?? "", before: old, after: next })).reverse();
}

function storedPair(
  base: TableRef,
  { period, measure }: { readonly period: Column; readonly measure: Column },
): { readonly period: Column; readonly measure: Column } | undefined {
  const [was, held] = [findContinued(period.field, base.columns), findContinued(measure.field, base.columns)];
  if (was === undefined || held === undefined || held.kind !== measure.kind) return undefined;
  return { period: was, measure: held };
}

/** The first rows of an upload, in the order of its file. */
export async function previewStaged(
  tx: ReadTx,
  stage: StageRef,
  limit: number,
): Promise<readonly (readonly Value[])[]> {
  const list = stage.columns.map(({ ident, kind }) => (kind === "boolean" ? sql`s.${ident}::text` : sql`s.${ident}`));
  const columns = list.reduce((all, one) => sql`${all}, ${one}`);
  return tx.texts(sql`select ${columns} from ${stage.table} s order by s.pos, s.row_id limit ${limit}`);
}
