/**
 * The rows that differ between two versions: csv with `_change` first, ndjson and json with each row before and after. Made on the way;
 * two versions never change, so neither does their difference.
 */
import { Readable } from "node:stream";
import type { Version } from "../catalogue/versions.ts";
import { type DownloadFormat, findFormat } from "../formats/formats.ts";
import { rowToJson } from "../formats/row-json.ts";
import { Fault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";
import { type TableRef, tableRef } from "../store/dataset-table.ts";
import { copyDiffOut, type NamedRow, streamDiff } from "../store/diff.ts";

const DIFF_ENDINGS = ["csv", "ndjson", "json"] as const;

/** Throws download.unknown-ending. */
export function getDiffFormat(ending: string): DownloadFormat {
  const format = DIFF_ENDINGS.some((known) => known === ending) ? findFormat(ending) : undefined;
  if (!format)
    throw new Fault("download.unknown-ending", {
      ending: `diff.${ending.slice(0, 40)}`,
      known: DIFF_ENDINGS.map((known) => `diff.${known}`).join(", "),
    });
  return { ...format, ending: `diff.${ending}` };
}

/** `ending` is that of a diff's format. */
export function createDiffBody(store: Store, from: Version, to: Version, ending: string): Readable {
  const [before, after] = [tableOf(from), tableOf(to)];
  if (ending === "diff.csv") return copyDiffOut(store, before, after);
  return Readable.from(writeChanges(store, before, after, ending === "diff.json"), { objectMode: false });
}

const tableOf = ({ dataset, number, package: { schema }, columns }: Version): TableRef =>
  tableRef(dataset, number, schema, columns);

async function* writeChanges(store: Store, from: TableRef, to: TableRef, array: boolean): AsyncGenerator<Buffer> {
  const [before, after] = [writerOf(from), writerOf(to)];
  let separator = array ? "[\n" : "";
  for await (const rows of streamDiff(store, from, to)) {
    let text = "";
    for (const row of rows) {
      text += `${separator}{"_change":"${row.change}","before":${before(row.before)},"after":${after(row.after)}}${array ? "" : "\n"}`;
      if (array) separator = ",\n";
    }
    yield Buffer.from(text, "utf8");
  }
  if (array) yield Buffer.from(separator === "[\n" ? "[]\n" : "\n]\n", "utf8");
}

function writerOf({ columns }: TableRef): (row: NamedRow | null) => string {
  const names = columns.map(({ field }) => field.name);
  const toJson = rowToJson(columns.map(({ field, kind }) => ({ name: field.name, kind })));
  return (row) => (row === null ? "null" : toJson(names.map((name) => row[name] ?? null)));
}
