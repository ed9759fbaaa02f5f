/** What the values of a version's rows are like, field by field: how many there are, which ones, from where to where. */
import type { FieldName } from "../kernel/ids.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { type Column, type TableRef, versionRows } from "./dataset-table.ts";
import { distinctValues } from "./distinct.ts";
import { joinSql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";
import { countStatuses } from "./value-facts.ts";

export interface FieldProfile {
  /** Rows that have a value. */
  readonly filled: number;
  /** The different values of a field with a role other than measure, in order; absent where they are too many to choose from. */
  readonly values?: readonly string[];
  /** Of a field with such a role, the first and the last of them; absent where there is none. */
  readonly range?: readonly [first: string, last: string];
  readonly statuses?: { readonly [S in ValueStatus]?: number };
}

export type RowProfile = Readonly<Record<FieldName, FieldProfile>>;

/** All districts of the province, or a year of days. */
const MOST_VALUES = 400;

/** Reads the version's rows once, and once more for each field that one may choose by. */
export async function profileRows(tx: ReadTx, table: TableRef): Promise<RowProfile> {
  const { columns } = table;
  const counts = joinSql(
    columns.map(({ ident }) => sql`count(${ident})`),
    ", ",
  );
  const [filled = []] = await tx.texts(sql`select ${counts} from ${versionRows(table)} r`);
  const statuses = await countStatuses(tx, table, []);
  const entries: [string, FieldProfile][] = [];
  for (const [index, column] of columns.entries()) {
    const { name } = column.field;
    const own = statuses.filter(({ field }) => field === name).map(({ status, count }) => [status, count]);
    entries.push([
      name,
      {
        filled: Number(filled[index] ?? 0),
        ...(isChosenBy(column) ? await choices(tx, table, column) : {}),
        ...(own.length === 0 ? {} : { statuses: Object.fromEntries(own) }),
      },
    ]);
  }
  return Object.fromEntries(entries);
}

const isChosenBy = ({ field: { role } }: Column): boolean => role !== undefined && role !== "measure";

async function choices(tx: ReadTx, table: TableRef, { field, ident }: Column): Promise<Partial<FieldProfile>> {
  const values = await distinctValues(tx, table, field.name, MOST_VALUES + 1);
  if (values.length <= MOST_VALUES) {
    const [first] = values;
    const last = values.at(-1);
    return first === undefined || last === undefined ? { values } : { values, range: [first, last] };
  }
  const [[first = null, last = null] = []] = await tx.texts(
    sql`select min(${ident}::text), max(${ident}::text) from ${versionRows(table)} r`,
  );
  return first === null || last === null ? {} : { range: [first, last] };
}
