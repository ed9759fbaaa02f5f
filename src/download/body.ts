/** The bytes of a download as a stream of constant memory: the rows of one version in one of the endings. */
import { Readable } from "node:stream";
import type { Version } from "../catalogue/versions.ts";
import type { JsonColumn } from "../http/row-json.ts";
import { inLanguage } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";
import { type TableRef, tableRef } from "../store/dataset-table.ts";
import type { RowQuery } from "../store/rows.ts";
import { copyRowsOut, outputNames, streamRows } from "../store/rows-out.ts";
import type { Selection } from "./request.ts";
import { CANONICAL, writeCsv, writeJsonArray, writeNdjson } from "./text-formats.ts";
import { writeXlsx } from "./xlsx-format.ts";

export const WHOLE: Selection = { rows: { filters: [], order: [], status: false }, dialect: CANONICAL };

/** Change it when an ending's bytes change for the same rows, so that no client keeps the old ones. */
export const BODY_REVISION = 1;

/** The ending is one of DOWNLOAD_FORMATS. */
export function createBody(store: Store, version: Version, ending: string, { rows, dialect }: Selection): Readable {
  const { schema } = version.package;
  const table = tableRef(version.dataset, version.number, schema, version.columns);
  const { filters, order, columns: fields, limit, status } = rows;
  const query: RowQuery = { filters, order, fields, limit, status };
  // COPY writes the plain dialects itself.
  if (ending === "csv" && !dialect.spreadsheet && !dialect.bom && isDelimiter(dialect.delimiter)) {
    return copyRowsOut(store, table, query, { delimiter: dialect.delimiter });
  }
  const columns = outputColumns(table, query);
  const batches = streamRows(store, table, query);
  switch (ending) {
    case "csv":
      return asBytes(writeCsv(columns, batches, dialect));
    case "json":
      return asBytes(writeJsonArray(columns, batches));
    case "ndjson":
      return asBytes(writeNdjson(columns, batches));
    case "xlsx":
      return writeXlsx(columns, batches, {
        sheetName: inLanguage(version.package.title, "id"),
        time: version.publishedAt,
      });
    default:
      throw new RangeError(`no ending ${ending}`);
  }
}

const isDelimiter = (text: string): text is "," | ";" | "\t" | "|" => [",", ";", "\t", "|"].includes(text);

const asBytes = (pieces: AsyncIterable<string>): Readable =>
  Readable.from(encode(pieces), { objectMode: false, highWaterMark: 1 << 18 });

async function* encode(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) if (piece !== "") yield Buffer.from(piece, "utf8");
}

/** Statuses are text, and come behind the fields. */
function outputColumns(table: TableRef, query: Pick<RowQuery, "fields" | "status">): readonly JsonColumn[] {
  const kinds = new Map<string, JsonColumn["kind"]>(table.columns.map(({ field, kind }) => [field.name, kind]));
  const chosen = query.fields?.length ?? table.columns.length;
  return outputNames(table, query).map((name, index) => ({
    name,
    kind: index < chosen ? (kinds.get(name) ?? "text") : "text",
  }));
}
