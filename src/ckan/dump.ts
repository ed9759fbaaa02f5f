/** `/datastore/dump/{id}`: a whole table, or what is chosen of it, as a file: csv, tsv, json or xml, streamed, with `_id` first. */
import { Readable } from "node:stream";
import contentDisposition from "content-disposition";
import type { Request, Response } from "express";
import { tableOfVersion } from "../catalogue/versions.ts";
import { type JsonColumn, valueToJson } from "../formats/row-json.ts";
import { type Batches, CANONICAL, writeCsv } from "../formats/text.ts";
import { sendStream } from "../http/send-stream.ts";
import { withRowIds } from "../store/dataset-table.ts";
import { selectDistinctRows } from "../store/distinct.ts";
import { streamRows } from "../store/rows-out.ts";
import { escapeXml } from "../tabular/xml-write.ts";
import type { Asked } from "./asked.ts";
import { fieldDict, openTable } from "./datastore-info.ts";
import { jsonColumns, readTableQuery, type TableQuery } from "./datastore-search.ts";
import { ActionError } from "./error.ts";
import { readFlag, readText, readWhole } from "./values.ts";

interface DumpFormat {
  readonly contentType: string;
  readonly write: (columns: readonly JsonColumn[], batches: Batches, query: TableQuery) => AsyncIterable<string>;
}

const FORMATS: Readonly<Record<string, DumpFormat>> = {
  csv: { contentType: "text/csv; charset=utf-8", write: (columns, batches) => writeCsv(columns, batches, CANONICAL) },
  tsv: {
    contentType: "text/tab-separated-values; charset=utf-8",
    write: (columns, batches) => writeCsv(columns, batches, { ...CANONICAL, delimiter: "\t" }),
  },
  json: { contentType: "application/json; charset=utf-8", write: writeJsonDump },
  xml: { contentType: "text/xml; charset=utf-8", write: writeXmlDump },
};

/** The rows of a version with a distinct choice are at most so many. */
const MAX_DISTINCT = 100_000;

export async function sendDump(asked: Asked, request: Request, response: Response): Promise<void> {
  const { args, store } = asked;
  const { version } = await openTable(asked, String(request.params.id));
  const query = readTableQuery(asked, withRowIds(tableOfVersion(version)));
  const name = readText(args, "format", 20) ?? "csv";
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format === undefined)
    throw ActionError.invalid("format", `Value must be one of ${Object.keys(FORMATS).join(", ")}`);
  const { table, filters, order, fields } = query;
  const page = { limit: readWhole(args, "limit"), offset: readWhole(args, "offset") };
  const batches = query.distinct
    ? once(
        store.read((tx) =>
          selectDistinctRows(tx, table, { filters, order, fields, limit: MAX_DISTINCT, ...definedOf(page) }),
        ),
      )
    : streamRows(store, table, { filters, order, fields, ...page });
  const bom = readFlag(args, "bom", false);
  response.setHeader("Content-Type", format.contentType);
  response.setHeader("Content-Disposition", contentDisposition(`${version.slug}.${name}`));
  response.setHeader("Cache-Control", "no-cache");
  const pieces = format.write(jsonColumns(query), batches, query);
  await sendStream(response, Readable.from(withBom(pieces, bom), { objectMode: false, highWaterMark: 1 << 18 }));
}

const definedOf = (page: { readonly limit: number | undefined; readonly offset: number | undefined }) => ({
  ...(page.limit === undefined ? {} : { limit: Math.min(page.limit, MAX_DISTINCT) }),
  offset: page.offset,
});

async function* once<T>(value: Promise<T>): AsyncGenerator<T> {
  yield await value;
}

async function* withBom(pieces: AsyncIterable<string>, bom: boolean): AsyncGenerator<Buffer> {
  if (bom) yield Buffer.from("\uFEFF", "utf8");
  for await (const piece of pieces) if (piece !== "") yield Buffer.from(piece, "utf8");
}

/** `{"fields": […], "records": [[…], …]}`, as CKAN writes it. */
async function* writeJsonDump(
  columns: readonly JsonColumn[],
  batches: Batches,
  { table, fields }: TableQuery,
): AsyncGenerator<string> {
  const described = fields.flatMap((name) => table.columns.filter(({ field }) => field.name === name));
  yield `{\n  "fields": ${JSON.stringify(described.map(({ field }) => fieldDict(field)))},\n  "records": [`;
  let separator = "\n    ";
  for await (const rows of batches) {
    let text = "";
    for (const row of rows) {
      text += `${separator}[${columns.map(({ kind }, index) => valueToJson(row[index] ?? null, kind)).join(",")}]`;
      separator = ",\n    ";
    }
    yield text;
  }
  yield "\n]}\n";
}

async function* writeXmlDump(columns: readonly JsonColumn[], batches: Batches): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n';
  for await (const rows of batches) {
    let text = "";
    for (const row of rows) {
      const id = columns[0]?.name === "_id" ? ` _id="${escapeXml(row[0] ?? "")}"` : "";
      const cells = columns.map(({ name }, index) => {
        const value = row[index] ?? null;
        if (name === "_id") return "";
        return value === null ? `<${name} xsi:nil="true" />` : `<${name}>${escapeXml(value)}</${name}>`;
      });
      text += `<row${id}>${cells.join("")}</row>\n`;
    }
    yield text;
  }
  yield "</data>\n";
}
