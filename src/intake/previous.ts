/** Puts a published version beside the file that is checked: the rows' identity and numbers, as lines of JSON, gone when the work is done. */
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getVersion, tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { DatasetId, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { TableSchema, UpdateMode } from "../kernel/package.ts";
import { matchColumns } from "../store/dataset-table.ts";
import { streamRows } from "../store/rows-out.ts";
import { comparedNumbers, identityOf, MOST_COMPARED, type PreviousVersion } from "../tabular/previous.ts";
import type { IntakeDeps } from "./deps.ts";

interface Against {
  readonly dataset: { readonly id: DatasetId; readonly slug: DatasetSlug };
  /** Undefined: there is no version yet. */
  readonly number: VersionNumber | undefined;
  /** Of the file. */
  readonly schema: TableSchema;
  readonly mode: UpdateMode;
}

export async function withPrevious<T>(
  deps: Pick<IntakeDeps, "store" | "spool" | "effects">,
  { dataset, number, schema, mode }: Against,
  signal: AbortSignal | undefined,
  work: (previous: PreviousVersion | undefined) => Promise<T>,
): Promise<T> {
  if (number === undefined) return work(undefined);
  const version = await deps.store.read((tx) => getVersion(tx, dataset, { number }));
  const common = { version: number, rows: version.rows, isReplaced: mode === "replace" };
  if (version.rows > MOST_COMPARED) return work({ ...common, fields: [] });
  await mkdir(deps.spool, { recursive: true });
  const path = join(deps.spool, `${deps.effects.newId()}.previous`);
  try {
    const fields = await writeRows(deps, version, schema, path, signal);
    return await work(fields.length === 0 ? undefined : { ...common, path, fields });
  } finally {
    await rm(path, { force: true });
  }
}

/** Returns the names, in the file's schema, of the fields that a line holds; none where the version did not know what tells rows apart. */
async function writeRows(
  { store }: Pick<IntakeDeps, "store">,
  version: Version,
  schema: TableSchema,
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const table = tableOfVersion(version);
  const columns = matchColumns(schema, table.columns);
  const identity = identityOf(schema);
  const known = [...identity, ...comparedNumbers(schema)].flatMap((field) => {
    const column = columns[schema.fields.indexOf(field)];
    return column === undefined ? [] : [{ name: field.name, was: column.field.name }];
  });
  if (identity.length === 0 || identity.some((field) => !known.some(({ name }) => name === field.name))) return [];
  const batches = streamRows(store, table, { filters: [], order: [], fields: known.map(({ was }) => was) });
  const lines = async function* (): AsyncGenerator<string> {
    for await (const batch of batches) yield batch.map((row) => `${JSON.stringify(row)}\n`).join("");
  };
  await pipeline(
    Readable.from(lines()),
    createWriteStream(path, { mode: 0o600 }),
    signal === undefined ? {} : { signal },
  );
  return known.map(({ name }) => name);
}
