/**
 * `Dataset.rows`: a keyset page of one version. A cursor carries the version on which its walk began, so that all pages are of the same
 * rows even if another version is published between them, and a mark of filter and order, so that it cannot serve another question.
 */
import type { Dataset } from "../catalogue/datasets.ts";
import { RawJson } from "../http/raw-json.ts";
import { type JsonColumn, rowToJson } from "../http/row-json.ts";
import type { VersionNumber } from "../kernel/ids.ts";
import type { TableRef } from "../store/dataset-table.ts";
import { countRows, type RowPage, selectRows } from "../store/rows.ts";
import { outputNames } from "../store/rows-out.ts";
import { badCursor, fingerprint, readCursor, writeCursor } from "./cursor.ts";
import type { Question } from "./question.ts";
import {
  chooseVersion,
  type FilterInput,
  type OrderInput,
  tableOfVersion,
  toFilters,
  toOrder,
  type VersionInput,
} from "./row-request.ts";

export interface RowsArguments extends VersionInput {
  readonly filter?: readonly FilterInput[] | null | undefined;
  readonly orderBy?: readonly OrderInput[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly status?: boolean | null | undefined;
}

interface Page {
  readonly nodes: readonly RawJson[];
  /** Cursors are written only where they are asked for. */
  readonly edges: () => readonly { readonly cursor: string; readonly node: RawJson }[];
  readonly pageInfo: () => { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The fields of a RowConnection; the page is read once, and only if something of it is asked for. */
interface RowConnection {
  readonly version: VersionNumber;
  readonly totalCount: () => Promise<number> | number;
  readonly nodes: () => Promise<Page["nodes"]>;
  readonly edges: () => Promise<ReturnType<Page["edges"]>>;
  readonly pageInfo: () => Promise<ReturnType<Page["pageInfo"]>>;
}

export async function resolveRows(dataset: Dataset, args: RowsArguments, { store }: Question): Promise<RowConnection> {
  const begun = args.after === undefined || args.after === null ? undefined : readPlace(args.after);
  const version = await chooseVersion(store, dataset, withBegun(args, begun));
  if (begun !== undefined && begun.version !== version.number) throw badCursor();
  const { fields } = version.package.schema;
  const filters = toFilters(fields, args.filter);
  const order = toOrder(fields, args.orderBy);
  const mark = fingerprint([dataset.id, filters, order]);
  if (begun !== undefined && begun.mark !== mark) throw badCursor();
  const table = tableOfVersion(version);
  const first = args.first ?? 20;
  let page: Promise<Page> | undefined;
  const read = (): Promise<Page> => {
    page ??= store.read(async (tx) => {
      const rows = await selectRows(tx, table, {
        filters,
        order,
        limit: first + 1,
        after: begun?.place,
        status: args.status ?? false,
      });
      return toPage(table, rows, { first, version: version.number, mark, status: args.status ?? false });
    });
    return page;
  };
  return {
    version: version.number,
    totalCount: () => (filters.length === 0 ? version.rows : store.read((tx) => countRows(tx, table, filters))),
    nodes: async () => (await read()).nodes,
    edges: async () => (await read()).edges(),
    pageInfo: async () => (await read()).pageInfo(),
  };
}

/** A walk stays on its version unless the question names one itself. */
const withBegun = (args: RowsArguments, begun: Place | undefined): VersionInput =>
  begun === undefined || (args.asOf ?? undefined) !== undefined || (args.version ?? undefined) !== undefined
    ? args
    : { version: begun.version };

interface Place {
  readonly version: number;
  readonly mark: string;
  readonly place: readonly (string | null)[];
}

function readPlace(cursor: string): Place {
  const [version, mark, ...place] = readCursor("rows", cursor);
  if (typeof version !== "number" || typeof mark !== "string" || !place.every((value) => typeof value !== "number"))
    throw badCursor();
  return { version, mark, place };
}

interface PageOptions {
  readonly first: number;
  readonly version: VersionNumber;
  readonly mark: string;
  readonly status: boolean;
}

function toPage(table: TableRef, page: RowPage, { first, version, mark, status }: PageOptions): Page {
  const { rows, statuses } = page;
  const toJson = rowToJson(jsonColumns(table, status));
  const withStatus = status
    ? outputNames(table, { status })
        .slice(table.columns.length)
        .map((name) => name.slice(0, -"_status".length))
    : [];
  const nodes = rows
    .slice(0, first)
    .map(
      (row, index) =>
        new RawJson(toJson(status ? [...row, ...withStatus.map((field) => statuses[index]?.[field] ?? null)] : row)),
    );
  const toCursor = (place: readonly (string | null)[]): string => writeCursor("rows", [version, mark, ...place]);
  return {
    nodes,
    edges: () => {
      const { cursors } = page;
      return nodes.map((node, index) => ({ cursor: toCursor(cursors[index] ?? []), node }));
    },
    pageInfo: () => {
      const last = page.cursors[nodes.length - 1];
      return { hasNextPage: rows.length > first, endCursor: last === undefined ? null : toCursor(last) };
    },
  };
}

function jsonColumns(table: TableRef, status: boolean): readonly JsonColumn[] {
  return outputNames(table, { status }).map((name, index) => ({ name, kind: table.columns[index]?.kind ?? "text" }));
}
