/**
 * The values of indicators, made from the rows of one version: one for each source, region and period. Rows that are told apart by more
 * than that are added, where they may be; regions that all have a value make the sum of the region they lie in. Written in the
 * transaction that publishes the version, so that they are never those of another one.
 */
import type { FieldName } from "../kernel/ids.ts";
import { getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import { bind, joinSql, type Sql, sql } from "./sql.ts";
import type { WriteTx } from "./transaction.ts";

/** A source of an indicator, as far as this version has it. */
export interface ValueSource {
  readonly id: number;
  readonly field: FieldName;
  /** Only rows with this text in these fields. */
  readonly filter: Readonly<Record<FieldName, string>>;
  /** May several rows, and several regions, be added? */
  readonly additive: boolean;
  /** "03": a value of March is also compared with values of its year. */
  readonly yearlyAt: string | undefined;
}

/** Values that are kept of one dataset, the newest periods first: publishing must not become slow, nor this table large. */
const MAX_VALUES = 100_000;
/** PostgreSQL's select list has room for 1,664 expressions. */
const SOURCES_AT_ONCE = 100;

/** The fields that say of which region and period a row is. */
export interface ValuePlace {
  readonly region: FieldName;
  readonly period: FieldName;
  /** May one region and period have several rows? */
  readonly several: boolean;
}

/** Replaces the values of all these sources by those of the version. Of a source that is not given none are changed. */
export async function keepValues(
  tx: WriteTx,
  table: TableRef,
  place: ValuePlace,
  sources: readonly ValueSource[],
  most = MAX_VALUES,
): Promise<void> {
  // Groups in memory: many regions by many days are still few beside the rows.
  await tx.query("set local work_mem = '64MB'");
  for (let at = 0; at < sources.length; at += SOURCES_AT_ONCE) {
    await tx.query(valuesSql(table, place, sources.slice(at, at + SOURCES_AT_ONCE), most));
  }
  const additive = sources.filter((source) => source.additive).map(({ id }) => String(id));
  // From below: districts make their regency, regencies their province.
  for (const length of [8, 5]) if (additive.length > 0) await tx.query(sumsSql(additive, length));
}

/** Removes the values of these sources. */
export async function dropValues(tx: WriteTx, sources: readonly number[]): Promise<void> {
  if (sources.length === 0) return;
  await tx.query("delete from catalogue.indicator_value where source = any($1)", [sources]);
}

/** Missing, and yet a number: nothing to add. */
const NOTHING = sql`('nil-or-zero', 'negligible')`;
/** What a sum takes over from its parts, the later the weaker. */
const WEAK = sql`array['estimated', 'provisional', 'very-provisional', 'very-very-provisional']`;

function valuesSql(table: TableRef, place: ValuePlace, sources: readonly ValueSource[], most: number): Sql {
  const region = getColumn(table.columns, place.region).ident;
  const period = getColumn(table.columns, place.period).ident;
  const cells = joinSql(
    sources.map((source, index) => cellSql(table, source, index)),
    ", ",
  );
  const lines = joinSql(sources.map(lineSql), ", ");
  const ids = bind(
    sources.map(({ id }) => String(id)),
    "bigint[]",
  );
  const rows = sql`from ${versionRows(table)} r where ${region} is not null and ${period} is not null`;
  const cell = (more: Sql): Sql =>
    sql`cell as materialized (select ${region} as region, ${period} as at, ${cells} ${rows} ${more} group by 1, 2)`;
  const periods = (counted: Sql): Sql => sql`counted as materialized (${counted}), kept_period as materialized (
      select * from (
        select at, at::text as period, upper(days) - 1 as ends, own, sum(own) over (order by upper(days) desc, at desc) as total
        from counted cross join lateral (select catalogue.period_days(at::text) as days) d where days is not null
      ) p where total - own < ${most}
    )`;
  // Where a row is a cell the periods are chosen first, and only their rows are grouped.
  const begin = place.several
    ? sql`${cell(sql``)}, ${periods(sql`select at, count(*) * ${sources.length} as own from cell group by at`)}`
    : sql`${periods(sql`select ${period} as at, count(*) * ${sources.length} as own ${rows} group by 1`)},
      ${cell(sql`and ${period} in (select at from kept_period)`)}`;
  return sql`with ${begin}, kept as materialized (
      select x.source, c.region, c.region_parent, p.period, p.ends, x.compared,
        case when x.rows = 1 then x.total when x.missing = 0 then coalesce(x.total, 0) end as value,
        case when x.rows = 1 then x.status when x.missing > 0 then 'not-available' else (${WEAK})[x.weakest] end as status
      from (select *, ${parentOf(sql`region`)} as region_parent from cell) c join kept_period p on p.at = c.at
      cross join lateral (values ${lines}) x (source, additive, compared, rows, missing, total, status, weakest)
      where x.rows = 1 or (x.rows > 1 and x.additive)
    ), gone as (
      delete from catalogue.indicator_value v where v.source = any(${ids})
        and not exists (select from kept k where k.source = v.source and k.region = v.region and k.period = v.period)
    )
    insert into catalogue.indicator_value as v (source, region, parent, period, ends, compared, value, status)
    select source, region, region_parent, period, ends, compared, value, status from kept
    on conflict (region, source, period) do update
      set compared = excluded.compared, value = excluded.value, status = excluded.status, computed = false
      where (v.compared, v.value::text, v.status, v.computed)
        is distinct from (excluded.compared, excluded.value::text, excluded.status, false)`;
}

/** "73" for "73.06", "" for "73": codes are dotted, two digits a level but for villages. */
const parentOf = (code: Sql): Sql =>
  sql`left(${code}, case length(${code}) when 5 then 2 when 8 then 5 when 13 then 8 else 0 end)`;

/** Of one source and one region and period: how many rows, how many without a value, their sum and what is said of it. */
function cellSql(table: TableRef, { field, filter }: ValueSource, index: number): Sql {
  const { ident, name } = getColumn(table.columns, field);
  const conditions = Object.entries(filter).map(
    ([key, text]) => sql`${getColumn(table.columns, key).ident}::text = ${bind(text, "text")}`,
  );
  const where = (...more: readonly Sql[]): Sql => {
    const all = [...conditions, ...more];
    return all.length === 0 ? sql`` : sql`filter (where ${joinSql(all, " and ")})`;
  };
  // Few rows have a status: the others shall not be looked into.
  const marked = sql`status is not null`;
  const status = sql`(status ->> ${bind(name, "text")})`;
  const missing = sql`${ident} is null and (status is null or coalesce(${status}, '') not in ${NOTHING})`;
  return sql`count(*) ${where()} as rows_${index}, count(*) ${where(missing)} as missing_${index},
    sum(${ident}) ${where()} as total_${index}, min(${status}) ${where(marked)} as status_${index},
    max(array_position(${WEAK}, ${status})) ${where(marked)} as weakest_${index}`;
}

function lineSql({ id, additive, yearlyAt }: ValueSource, index: number): Sql {
  const compared =
    yearlyAt === undefined
      ? sql`p.period`
      : sql`case when p.period ~ ('^[0-9]{4}-' || ${bind(yearlyAt, "text")} || '$') then left(p.period, 4) else p.period end`;
  return sql`(${id}, ${bind(String(additive), "boolean")}, ${compared}, c.rows_${index}, c.missing_${index}, c.total_${index}, c.status_${index}, c.weakest_${index})`;
}

/**
 * A region without a value of its own is the sum of the regions in it, if every one of them that there was then has a value in the same
 * source; never of some of them.
 */
const sumsSql = (sources: readonly string[], length: number): Sql => sql`
  insert into catalogue.indicator_value (source, region, parent, period, ends, compared, value, status, computed)
  select v.source, v.parent, ${parentOf(sql`v.parent`)}, v.period, v.ends, v.compared, coalesce(sum(v.value), 0), (${WEAK})[max(array_position(${WEAK}, v.status))], true
  from catalogue.indicator_value v
  join catalogue.region r on r.code = v.region and coalesce(r.valid_from <= v.ends, true) and coalesce(r.valid_to > v.ends, true)
  where v.source = any(${bind(sources, "bigint[]")}) and length(v.region) = ${length} and v.parent <> ''
    and (v.value is not null or v.status in ${NOTHING})
  group by v.source, v.parent, v.period, v.compared, v.ends
  having count(*) = (select count(*) from catalogue.region o where o.parent = v.parent
    and coalesce(o.valid_from <= v.ends, true) and coalesce(o.valid_to > v.ends, true))
  on conflict (region, source, period) do nothing`;
