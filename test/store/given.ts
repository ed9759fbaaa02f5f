/** Datasets for the store's tests: a schema in one line, versions from arrays. */

import { randomUUID } from "node:crypto";
import type { DatasetId, DatasetSlug, FieldName, UploadId, VersionNumber } from "../../src/kernel/ids.ts";
import type { Field, FieldRole, FieldType, TableSchema, UpdateMode } from "../../src/kernel/package.ts";
import { type Changes, compareStaged } from "../../src/store/compare.ts";
import { writeCopyValue } from "../../src/store/copy-lines.ts";
import type { Store } from "../../src/store/data-source.ts";
import { type TableRef, tableRef } from "../../src/store/dataset-table.ts";
import { type Published, publishStaged } from "../../src/store/publish.ts";
import type { Value } from "../../src/store/rows.ts";
import { type StageRef, stageOf, stageRows } from "../../src/store/stage.ts";

/** "kode:string:region* tahun:year:period* nilai:number": name, type, role; a star for the key. `previous` by name. */
export function schemaOf(line: string, previous: Readonly<Record<string, readonly string[]>> = {}): TableSchema {
  const fields = line.split(" ").map((word): Field & { key: boolean } => {
    const [name = "", type = "string", role] = word.replace("*", "").split(":");
    return {
      name: name as FieldName,
      type: type as FieldType,
      key: word.endsWith("*"),
      ...(role ? { role: role as FieldRole } : {}),
      ...(previous[name] ? { previousNames: previous[name] as readonly FieldName[] } : {}),
    };
  });
  return {
    fields: fields.map(({ key: _, ...field }) => field),
    primaryKey: fields.filter(({ key }) => key).map(({ name }) => name),
    foreignKeys: [],
    missingValues: [],
  };
}

/** Values in the order of the schema; after them, if any, the statuses by field name. */
export type GivenRow = readonly (Value | Readonly<Record<string, string>>)[];

export const newUpload = (): UploadId => randomUUID() as UploadId;

let count = 0;

export async function givenDataset(store: Store): Promise<{ readonly id: DatasetId; readonly slug: DatasetSlug }> {
  count += 1;
  const slug = `dataset-${count}` as DatasetSlug;
  return store.write(async (tx) => {
    await tx.query(
      "insert into catalogue.agency (slug, name, kind) values ('bps', 'BPS', 'province') on conflict do nothing",
    );
    const [row] = await tx.query<{ id: DatasetId }>(
      "insert into catalogue.dataset (slug, agency, access, package, created_by, created_at, updated_at) values ($1, 'bps', 'open', '{}', 'system', now(), now()) returning id",
      [slug],
    );
    if (!row) throw new Error("no dataset");
    return { id: row.id, slug };
  });
}

export const linesOf = (rows: readonly GivenRow[], schema: TableSchema): Uint8Array =>
  Buffer.from(
    rows
      .map((row, index) => {
        const values = row.slice(0, schema.fields.length) as readonly Value[];
        const status = row[schema.fields.length];
        return `${[String(index + 2), ...values, status ? JSON.stringify(status) : null].map(writeCopyValue).join("\t")}\n`;
      })
      .join(""),
  );

export async function givenStage(
  store: Store,
  schema: TableSchema,
  rows: readonly GivenRow[],
  first: boolean,
): Promise<StageRef> {
  const stage = stageOf(newUpload(), schema);
  await stageRows(store, stage, first, (write) => write(linesOf(rows, schema)));
  return stage;
}

/** Inserts the version and moves the pointer, as release does. */
export async function publish(
  store: Store,
  dataset: { readonly id: DatasetId; readonly slug: DatasetSlug },
  stage: StageRef,
  base: TableRef | undefined,
  changes: Changes,
  mode: UpdateMode = "replace",
): Promise<Published> {
  return store.write(async (tx) => {
    const published = await publishStaged(tx, { dataset: dataset.id, slug: dataset.slug, stage, base, mode, changes });
    const number = published.table.version;
    await tx.query(
      "insert into catalogue.version (dataset, number, package, columns, rows, uploaded_by, published_by, published_at) values ($1, $2, '{}', $3, $4, 'a', 'b', now())",
      [dataset.id, number, published.columns, published.rows],
    );
    await tx.query("update catalogue.dataset set current_version = $2 where id = $1", [dataset.id, number]);
    return published;
  });
}

interface GivenVersion {
  readonly schema: TableSchema;
  readonly rows: readonly GivenRow[];
  readonly mode?: UpdateMode;
}

interface Given {
  readonly dataset: { readonly id: DatasetId; readonly slug: DatasetSlug };
  readonly versions: readonly TableRef[];
  readonly changes: readonly Changes[];
  readonly latest: TableRef;
}

/** A dataset with these versions, published one after the other. */
export async function given(store: Store, ...wanted: readonly GivenVersion[]): Promise<Given> {
  const dataset = await givenDataset(store);
  const versions: TableRef[] = [];
  const changes: Changes[] = [];
  for (const { schema, rows, mode = "replace" } of wanted) {
    const base = versions.at(-1);
    const stage = await givenStage(store, schema, rows, base === undefined);
    const counted = await store.write((tx) => compareStaged(tx, stage, base, mode));
    const { table } = await publish(store, dataset, stage, base, counted, mode);
    versions.push(table);
    changes.push(counted);
  }
  const latest = versions.at(-1) ?? tableRef(dataset.id, 1 as VersionNumber, schemaOf("a"), { a: "c1" });
  return { dataset, versions, changes, latest };
}
