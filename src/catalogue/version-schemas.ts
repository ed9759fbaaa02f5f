/** The schemas that a dataset's versions have had: what types of its rows are made of. */
import type { DatasetId, VersionNumber } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { TableSchema } from "../kernel/package.ts";
import type { ReadTx } from "../store/transaction.ts";

/** A run of versions with one schema, under one title. */
export interface VersionSchema {
  /** The first and the last version that had it. */
  readonly from: VersionNumber;
  readonly to: VersionNumber;
  /** When the first of them was published. */
  readonly since: Date;
  readonly title: LocalisedText;
  readonly description: LocalisedText;
  readonly schema: TableSchema;
  /** Field name → physical column. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Of the versions up to `newest`: oldest first, each different from the one before. Withdrawn versions count. */
export async function listVersionSchemas(
  tx: ReadTx,
  dataset: DatasetId,
  newest: VersionNumber,
): Promise<readonly VersionSchema[]> {
  const rows = await tx.query<{
    number: VersionNumber;
    last: VersionNumber;
    published_at: Date;
    title: LocalisedText;
    description: LocalisedText;
    schema: TableSchema;
    columns: Record<string, string>;
  }>(
    `with told as (
       select number, published_at, columns,
              jsonb_build_array(package -> 'title', package -> 'description', package -> 'schema', columns) as content
       from catalogue.version where dataset = $1 and number <= $2
     ), compared as (
       select *, lag(content) over (order by number) is distinct from content as differs from told
     )
     select number, published_at, columns, content -> 0 as title, content -> 1 as description, content -> 2 as schema,
            coalesce(lead(number) over (order by number) - 1, $2) as last
     from compared where differs order by number`,
    [dataset, newest],
  );
  return rows.map(({ number, last, published_at, ...rest }) => ({
    ...rest,
    from: number,
    to: last,
    since: published_at,
  }));
}
