/**
 * Parquet from a stream of rows, a row group at a time, so that memory does not grow with the rows. With statistics, so that a reader
 * can pass over groups that hold nothing for it. The same rows give the same bytes.
 */
import { Readable } from "node:stream";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { inLanguage } from "../kernel/locale.ts";
import { showTime } from "../kernel/wita.ts";
import { findValueForms } from "../store/value-facts.ts";
import { type ParquetColumn, type ParquetValue, parquetColumn } from "./parquet-column.ts";
import { batchesOf, columnsOf, type Source } from "./source.ts";
import type { Batches } from "./text.ts";

/** Encoding a group holds up the thread: this many rows of eight columns take it a few hundredths of a second. */
const GROUP_ROWS = 20_000;

export const createParquet = (source: Source): Readable => Readable.from(write(source), { objectMode: false });

async function* write(source: Source): AsyncGenerator<Uint8Array> {
  const { version, table, store, query } = source;
  const forms = await store.read((tx) => findValueForms(tx, table, query.filters));
  const fields = new Map<string, (typeof table.columns)[number]["field"]>(
    table.columns.map(({ field }) => [field.name, field]),
  );
  const columns = columnsOf(source).map((column) => {
    const field = fields.get(column.name);
    return parquetColumn(column, field, field !== undefined && table.key.includes(field.name), forms);
  });
  yield* writeParquet(columns, batchesOf(source), {
    title: inLanguage(version.package.title, "id"),
    dataset: version.slug,
    version: String(version.number),
    publishedAt: showTime(version.publishedAt),
  });
}

/** @param about  Kept beside the data, in the file's own metadata. */
export async function* writeParquet(
  columns: readonly ParquetColumn[],
  batches: Batches,
  about: Readonly<Record<string, string>>,
  groupRows = GROUP_ROWS,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: "schema", num_children: columns.length }, ...columns.map(({ element }) => element)],
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    createdBy: "jendela-sulsel",
  });
  const take = (): Uint8Array => {
    const taken = new Uint8Array(bytes.getBytes());
    bytes.index = 0;
    return taken;
  };
  let group = emptyGroup(columns);
  const flush = (): void => {
    const columnData = columns.map(({ name }, index) => ({ name, data: group[index] ?? [] }));
    void writer.write({ columnData, rowGroupSize: Number.MAX_SAFE_INTEGER }); // it has no sink to wait for
    group = emptyGroup(columns);
  };
  for await (const rows of batches) {
    for (const row of rows) {
      for (let index = 0; index < columns.length; index += 1) {
        const text = row[index] ?? null;
        group[index]?.push(text === null ? undefined : columns[index]?.read(text));
      }
      if ((group[0]?.length ?? 0) < groupRows) continue;
      flush();
      yield take();
    }
  }
  if ((group[0]?.length ?? 0) > 0) flush();
  void writer.finish();
  yield take();
}

const emptyGroup = (columns: readonly ParquetColumn[]): ParquetValue[][] => columns.map(() => []);
