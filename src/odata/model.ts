/**
 * A version of a dataset as OData sees it: one entity set of rows. Properties are the version's fields under their own names, the key is the
 * primary key; rows without one are told apart by their number, as `_id`. Digits are exact: decimals are Edm.Decimal, never Edm.Double.
 */
import { tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { Field } from "../kernel/package.ts";
import { type Column, keyColumns, type TableRef, withRowIds } from "../store/dataset-table.ts";

export type EdmType =
  | "Edm.String"
  | "Edm.Int32"
  | "Edm.Int64"
  | "Edm.Decimal"
  | "Edm.Boolean"
  | "Edm.Date"
  | "Edm.DateTimeOffset"
  | "Edm.TimeOfDay";

export interface Property {
  readonly field: Field;
  readonly column: Column;
  readonly type: EdmType;
}

export interface Model {
  readonly version: Version;
  readonly table: TableRef;
  /** The entity set's name. */
  readonly set: string;
  readonly properties: readonly Property[];
  readonly key: readonly Property[];
}

export const NAMESPACE = "JendelaSulsel";
export const ROW_TYPE = `${NAMESPACE}.Row`;

/** Simple identifiers of OData have no hyphens, and begin with no digit. */
const setName = (slug: DatasetSlug): string => slug.replaceAll("-", "_").replace(/^(?=\d)/, "_");

export function modelOf(version: Version): Model {
  const own = tableOfVersion(version);
  const table = own.key.length > 0 ? own : withRowIds(own);
  const properties = table.columns.map((column) => ({ field: column.field, column, type: edmType(column) }));
  const keys = own.key.length > 0 ? keyColumns(own).map(({ name }) => name) : [table.columns[0]?.name];
  return {
    version,
    table,
    set: setName(version.slug),
    properties,
    key: keys.flatMap((name) => properties.filter(({ column }) => column.name === name)),
  };
}

/** A moment is kept without a zone, which Edm.DateTimeOffset would demand; periods and codes are text too. */
function edmType({ field, kind }: Column): EdmType {
  if (kind === "bigint") return field.type === "year" ? "Edm.Int32" : "Edm.Int64";
  if (kind === "numeric") return "Edm.Decimal";
  if (kind === "boolean") return "Edm.Boolean";
  if (field.role !== undefined && field.role !== "measure" && field.role !== "dimension") return "Edm.String";
  if (field.type === "date") return "Edm.Date";
  return field.type === "time" ? "Edm.TimeOfDay" : "Edm.String";
}
