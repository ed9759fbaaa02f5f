/**
 * The formats in which a version can be had: what each is called, what it is, and how it is made. Whoever lists files, renders them or
 * sends them takes them from this table; nobody else knows one by name.
 */
import type { Readable } from "node:stream";
import type { Version } from "../catalogue/versions.ts";
import { copyRowsOut } from "../store/rows-out.ts";
import { findCubeFields } from "./cube.ts";
import { createJsonStat } from "./jsonstat.ts";
import { createParquet } from "./parquet.ts";
import { createPx, PX_MOST_CELLS } from "./px.ts";
import { createSdmxCsv } from "./sdmx-csv.ts";
import { batchesOf, columnsOf, type Source } from "./source.ts";
import { asBytes, writeCsv, writeJsonArray, writeNdjson } from "./text.ts";
import { createWorkbook } from "./workbook.ts";
import { createZip } from "./zip.ts";

export interface DownloadFormat {
  readonly ending: string;
  readonly mediaType: string;
  /** As the header says it. */
  readonly contentType: string;
  /** Is it worth a Content-Encoding? */
  readonly compressible: boolean;
}

export interface FileFormat extends DownloadFormat {
  /** Is it PostgreSQL that writes the rows, so that this process has little to do? */
  readonly byDatabase: boolean;
  /**
   * The bytes, as a stream of constant memory that fails when the rows fail. The same source gives the same bytes. A fault that it throws
   * is the asker's: this selection cannot be had in this format.
   */
  readonly create: (source: Source) => Readable | Promise<Readable>;
  /**
   * The rows as a cube: only of versions whose schema makes one, in the cube's own order, with labels in a language. The names of regions
   * and agencies are today's, so that it can be another file when it is made anew after one of them was renamed.
   */
  readonly cube?: true;
  /** A cube of more cells cannot be had. */
  readonly mostCells?: number;
}

/** Change it when a format's bytes change for the same rows, so that no client keeps the old ones. */
export const FORMATS_REVISION = 1;

export const CSV: FileFormat = {
  ending: "csv",
  mediaType: "text/csv",
  contentType: "text/csv; charset=utf-8; header=present",
  compressible: true,
  byDatabase: true,
  create: createCsv,
};

/** In the order in which they are rendered; the csv decides what all others hold. */
export const FORMATS: readonly FileFormat[] = [
  CSV,
  {
    ending: "xlsx",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    compressible: false,
    byDatabase: false,
    create: createWorkbook,
  },
  {
    ending: "json",
    mediaType: "application/json",
    contentType: "application/json; charset=utf-8",
    compressible: true,
    byDatabase: false,
    create: (source) => asBytes(writeJsonArray(columnsOf(source), batchesOf(source))),
  },
  {
    ending: "ndjson",
    mediaType: "application/x-ndjson",
    contentType: "application/x-ndjson; charset=utf-8",
    compressible: true,
    byDatabase: false,
    create: (source) => asBytes(writeNdjson(columnsOf(source), batchesOf(source))),
  },
  {
    ending: "parquet",
    mediaType: "application/vnd.apache.parquet",
    contentType: "application/vnd.apache.parquet",
    compressible: false,
    byDatabase: false,
    create: createParquet,
  },
  {
    ending: "zip",
    mediaType: "application/zip",
    contentType: "application/zip",
    compressible: false,
    byDatabase: true,
    create: createZip,
  },
];

/** For statistical programs. Rendered when first asked for. */
const STATISTICS: readonly FileFormat[] = [
  {
    ending: "jsonstat.json",
    mediaType: "application/json",
    contentType: "application/json; charset=utf-8",
    compressible: true,
    byDatabase: false,
    create: createJsonStat,
    cube: true,
  },
  {
    ending: "sdmx.csv",
    mediaType: "application/vnd.sdmx.data+csv;version=2.0.0",
    contentType: "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
    compressible: true,
    byDatabase: true,
    create: createSdmxCsv,
    cube: true,
  },
  {
    ending: "px",
    mediaType: "text/x-pc-axis",
    contentType: "text/x-pc-axis; charset=utf-8",
    compressible: true,
    byDatabase: false,
    create: createPx,
    cube: true,
    mostCells: PX_MOST_CELLS,
  },
];

/** The formats in which a version can be had. */
export const formatsOf = (version: Version): readonly FileFormat[] =>
  findCubeFields(version) === undefined ? FORMATS : [...FORMATS, ...STATISTICS];

/** Their endings. */
export const endingsOf = (version: Version): readonly string[] => formatsOf(version).map(({ ending }) => ending);

export const findFormat = (ending: string): FileFormat | undefined =>
  [...FORMATS, ...STATISTICS].find((known) => known.ending === ending);

/** The plain dialects PostgreSQL writes itself. */
function createCsv(source: Source): Readable {
  const { delimiter, bom, spreadsheet } = source.dialect;
  if (!spreadsheet && !bom && isPlainDelimiter(delimiter))
    return copyRowsOut(source.store, source.table, source.query, { delimiter });
  return asBytes(writeCsv(columnsOf(source), batchesOf(source), source.dialect));
}

const isPlainDelimiter = (text: string): text is "," | ";" | "\t" | "|" => [",", ";", "\t", "|"].includes(text);
