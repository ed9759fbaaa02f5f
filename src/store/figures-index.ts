/**
 * The index that answers a grouped figure by itself: live rows by period and dimensions, with region and measures beside them, so that a
 * sum over one year and one indicator reads its own entries and no row. It is as large as a third of the table and pays only where there
 * are many rows; so it is built after the publication, and a query that comes before it is right, only slower.
 */
import type { Store } from "./data-source.ts";
import { type Column, idents, type TableRef } from "./dataset-table.ts";
import { tableIndex } from "./ident.ts";
import { findIndexes } from "./index-names.ts";
import { bind, joinSql, sql, toLiteralText } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

/** Of fewer rows a scan takes a few milliseconds. */
const MANY_ROWS = 20_000;
/** Bytes of one entry beyond which reading the rows is as well. */
const WIDEST_ENTRY = 200;
const MOST_DIMENSIONS = 4;
const MOST_MEASURES = 3;

interface FigureColumns {
  readonly period: Column;
  readonly dimensions: readonly Column[];
  readonly beside: readonly Column[];
  readonly all: readonly Column[];
}

/** Undefined for a table that has no figures by period and dimension. */
export function figureColumns({ columns }: Pick<TableRef, "columns">): FigureColumns | undefined {
  const withRole = (role: string) => columns.filter(({ field }) => field.role === role);
  const [period] = withRole("period");
  const dimensions = withRole("dimension").slice(0, MOST_DIMENSIONS);
  const measures = withRole("measure").slice(0, MOST_MEASURES);
  if (period === undefined || dimensions.length === 0 || measures.length === 0) return undefined;
  const beside = [...withRole("region").slice(0, 1), ...measures];
  return { period, dimensions, beside, all: [period, ...dimensions, ...beside] };
}

/** Builds it where it is missing and pays. Call it after ANALYZE: what is known of the columns decides. */
export async function indexFigures(store: Store, table: TableRef): Promise<void> {
  const figures = figureColumns(table);
  if (figures === undefined) return;
  const order = await store.read(async (tx) =>
    (await findIndexes(tx, table.dataset, ["figures"])).length > 0 ? undefined : orderDimensions(tx, table, figures),
  );
  if (order === undefined) return;
  const name = tableIndex(table.dataset, "figures", table.version);
  await store.withClient(async (client) => {
    await client.query("begin");
    await client.query("set local maintenance_work_mem = '256MB'");
    await client.query("set local lock_timeout = '30s'");
    await client.query(
      toLiteralText(
        sql`create index if not exists ${name.bare} on ${table.table} (${idents([figures.period, ...order])}) include (born, ${idents(figures.beside)}) where died is null`,
      ),
    );
    await client.query("commit");
  });
}

/**
 * The dimensions, those of few values first: a query that leaves one of them open skips through its values. Undefined when the index
 * would not pay.
 */
async function orderDimensions(
  tx: ReadTx,
  { table, dataset }: TableRef,
  { dimensions, all }: FigureColumns,
): Promise<readonly Column[] | undefined> {
  const names = joinSql(
    all.map(({ name }) => bind(name, "text")),
    ", ",
  );
  const rows = await tx.texts(
    sql`select attname, case when n_distinct < 0 then -n_distinct * c.reltuples else n_distinct end, avg_width, c.reltuples >= ${MANY_ROWS}
        from pg_stats s join pg_class c on c.oid = to_regclass(${bind(table.quoted, "text")})
        where s.schemaname = 'data' and s.tablename = ${bind(`d${dataset}`, "text")} and attname in (${names})`,
  );
  const facts = new Map(
    rows.map(([name, distinct, width]) => [name, { distinct: Number(distinct), width: Number(width) }]),
  );
  const isWide = all.reduce((sum, { name }) => sum + (facts.get(name)?.width ?? 0), 0) > WIDEST_ENTRY;
  if (isWide || rows[0]?.[3] !== "t") return undefined;
  const distinct = ({ name }: Column): number => facts.get(name)?.distinct ?? 0;
  return [...dimensions].sort((a, b) => distinct(a) - distinct(b));
}
