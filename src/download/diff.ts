/**
 * The rows that differ between two versions: csv with `_change` first, ndjson and json with each row before and after. Made on the way;
 * two versions never change, so neither does their difference.
 */
import { Readable } from "node:stream";
import type { Response } from "express";
import { tableOfSince } from "../catalogue/since.ts";
import { tableOfVersion, type Version } from "../catalogue/versions.ts";
import { type DownloadFormat, findFormat } from "../formats/formats.ts";
import { type JsonColumn, rowToJson } from "../formats/row-json.ts";
import { Fault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";
import { getColumn, type TableRef } from "../store/dataset-table.ts";
import { copyDiffOut, type DiffRow, streamDiff } from "../store/diff.ts";
import { outputNames } from "../store/rows-out.ts";

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

/** Says from where to where it leads, so that a copy knows where it stands afterwards. `describeReply` has gone before. */
export function describeDifference(
  response: Response,
  from: Version | undefined,
  { slug, number }: Version,
  { ending }: DownloadFormat,
  status: boolean,
  baseUrl: string,
): void {
  const files = `/download/${slug}`;
  response.setHeader("Dataset-Since", from?.number ?? 0);
  if (from) {
    const address = `${files}/v${from.number}..v${number}.${ending}${status ? "?_status=1" : ""}`;
    response.setHeader("Content-Location", address);
    response.append("Link", `<${baseUrl}${files}/v${from.number}.csv>; rel="predecessor-version"`);
  }
  response.append("Link", `<${baseUrl}${files}/v${number}.csv>; rel="successor-version"`);
  response.append("Link", `<${baseUrl}/api/v1/datasets/${slug}/versions>; rel="version-history"`);
}

/** `ending` is that of a diff's format. Without `from` every row is added. */
export function createDiffBody(
  store: Store,
  from: Version | undefined,
  to: Version,
  ending: string,
  status: boolean,
): Readable {
  const after = tableOfVersion(to);
  const before = tableOfSince(from, after);
  if (ending === "diff.csv") return copyDiffOut(store, before, after, { status });
  return Readable.from(writeChanges(store, before, after, ending === "diff.json", status), { objectMode: false });
}

async function* writeChanges(
  store: Store,
  from: TableRef,
  to: TableRef,
  array: boolean,
  status: boolean,
): AsyncGenerator<Buffer> {
  const [before, after] = [writerOf(from, status), writerOf(to, status)];
  let separator = array ? "[\n" : "";
  for await (const rows of streamDiff(store, from, to)) {
    let text = "";
    for (const row of rows) {
      text += `${separator}{"_change":"${row.change}","before":${before(row.before, row.beforeStatus)},"after":${after(row.after, row.afterStatus)}}${array ? "" : "\n"}`;
      if (array) separator = ",\n";
    }
    yield Buffer.from(text, "utf8");
  }
  if (array) yield Buffer.from(separator === "[\n" ? "[]\n" : "\n]\n", "utf8");
}

type WriteRow = (row: DiffRow["before"], statuses: DiffRow["beforeStatus"]) => string;

/** As a download has them: the fields, then `<field>_status` where asked for. */
function writerOf(table: TableRef, status: boolean): WriteRow {
  const names = table.columns.map(({ field }) => field.name);
  const withStatus = outputNames(table, { status }).slice(names.length);
  const toJson = rowToJson([
    ...names.map((name): JsonColumn => ({ name, kind: getColumn(table.columns, name).kind })),
    ...withStatus.map((name): JsonColumn => ({ name, kind: "text" })),
  ]);
  return (row, statuses) =>
    row === null
      ? "null"
      : toJson([
          ...names.map((name) => row[name] ?? null),
          ...withStatus.map((name) => statuses[name.slice(0, -"_status".length)] ?? null),
        ]);
}
