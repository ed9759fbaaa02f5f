/** `Dataset.rows`: a keyset page of one version, in rows that are JSON already. */
import type { Dataset } from "../catalogue/datasets.ts";
import { tableOfVersion } from "../catalogue/versions.ts";
import { type JsonColumn, rowToJson } from "../formats/row-json.ts";
import { RawJson, rawItems } from "../http/raw-json.ts";
import type { VersionNumber } from "../kernel/ids.ts";
import type { TableRef } from "../store/dataset-table.ts";
import { countRows, type RowPage, selectRows } from "../store/rows.ts";
import { outputNames } from "../store/rows-out.ts";
import type { Question } from "./question.ts";
import {
  chooseVersion,
  type FilterInput,
  findUpdatedAfter,
  type OrderInput,
  toFilters,
  toOrder,
  type VersionInput,
} from "./row-request.ts";
import { beginWalk, goOn, versionOfWalk, type Walk } from "./walk.ts";

export interface RowsArguments extends VersionInput {
  readonly filter?: readonly FilterInput[] | null | undefined;
  readonly orderBy?: readonly OrderInput[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly status?: boolean | null | undefined;
  readonly updatedAfter?: string | null | undefined;
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
  const begun = beginWalk(args.after);
  const version = await chooseVersion(store, dataset, versionOfWalk(args, begun));
  const { fields } = version.package.schema;
  const filters = toFilters(fields, args.filter);
  const order = toOrder(fields, args.orderBy);
  const table = tableOfVersion(version);
  const updatedAfter = await findUpdatedAfter(store, dataset, version, args.updatedAfter);
  const walk = goOn(begun, version.number, [dataset.id, filters, order, updatedAfter?.version]);
  const first = args.first ?? 20;
  let page: Promise<Page> | undefined;
  const read = (): Promise<Page> => {
    page ??= store.read(async (tx) => {
      const rows = await selectRows(tx, table, {
        filters,
        order,
        limit: first + 1,
        after: walk.after,
        updatedAfter,
        status: args.status ?? false,
      });
      return toPage(table, rows, { first, toCursor: walk.toCursor, status: args.status ?? false });
    });
    return page;
  };
  return {
    version: version.number,
    totalCount: () =>
      filters.length === 0 && updatedAfter === undefined
        ? version.rows
        : store.read((tx) => countRows(tx, table, filters, updatedAfter)),
    nodes: async () => (await read()).nodes,
    edges: async () => (await read()).edges(),
    pageInfo: async () => (await read()).pageInfo(),
  };
}

interface PageOptions {
  readonly first: number;
  readonly toCursor: Walk["toCursor"];
  readonly status: boolean;
}

function toPage(table: TableRef, page: RowPage, { first, toCursor, status }: PageOptions): Page {
  const { rows, statuses } = page;
  const toJson = rowToJson(jsonColumns(table, status));
  const withStatus = status
    ? outputNames(table, { status })
        .slice(table.columns.length)
        .map((name) => name.slice(0, -"_status".length))
    : [];
  const texts = rows
    .slice(0, first)
    .map((row, index) =>
      toJson(status ? [...row, ...withStatus.map((field) => statuses[index]?.[field] ?? null)] : row),
    );
  return {
    nodes: rawItems(texts),
    edges: () => {
      const { cursors } = page;
      return texts.map((text, index) => ({ cursor: toCursor(cursors[index] ?? []), node: new RawJson(text) }));
    },
    pageInfo: () => {
      const last = page.cursors[texts.length - 1];
      return { hasNextPage: rows.length > first, endCursor: last === undefined ? null : toCursor(last) };
    },
  };
}

function jsonColumns(table: TableRef, status: boolean): readonly JsonColumn[] {
  return outputNames(table, { status }).map((name, index) => ({ name, kind: table.columns[index]?.kind ?? "text" }));
}
