/** What a file is made from: the rows of one version, all of them or a selection, as PostgreSQL writes their values. */
import { tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";
import type { TableRef } from "../store/dataset-table.ts";
import type { RowQuery } from "../store/rows.ts";
import { outputNames, streamRows } from "../store/rows-out.ts";
import type { JsonColumn } from "./row-json.ts";
import { type Batches, CANONICAL, type CsvDialect } from "./text.ts";

export interface Source {
  readonly store: Pick<Store, "read" | "withClient">;
  readonly version: Version;
  readonly table: TableRef;
  readonly query: RowQuery;
  /** Of a csv; other formats have no dialects. */
  readonly dialect: CsvDialect;
  /** Of names and labels, where the format has any. */
  readonly lang: Lang;
}

const WHOLE: RowQuery = { filters: [], order: [] };

/** The whole version in canonical form, unless told otherwise. */
export const sourceOf = (
  store: Source["store"],
  version: Version,
  query: RowQuery = WHOLE,
  dialect: CsvDialect = CANONICAL,
  lang: Lang = "id",
): Source => ({ store, version, table: tableOfVersion(version), query, dialect, lang });

export const batchesOf = ({ store, table, query }: Source): Batches => streamRows(store, table, query);

/** Statuses are text, and come behind the fields. */
export function columnsOf({ table, query }: Source): readonly JsonColumn[] {
  const kinds = new Map<string, JsonColumn["kind"]>(table.columns.map(({ field, kind }) => [field.name, kind]));
  const chosen = query.fields?.length ?? table.columns.length;
  return outputNames(table, query).map((name, index) => ({
    name,
    kind: index < chosen ? (kinds.get(name) ?? "text") : "text",
  }));
}
