/** Rows of a typed schema: a page of them, or one by its key. Read are the fields that are asked for. */
import type { GraphQLResolveInfo } from "graphql";
import { tableOfVersion, type Version } from "../../catalogue/versions.ts";
import { getField, makeFilter } from "../../http/row-query.ts";
import type { FieldName } from "../../kernel/ids.ts";
import type { ValueStatus } from "../../kernel/value-status.ts";
import { countRows, type RowPage, selectRows, type Value } from "../../store/rows.ts";
import { once } from "../question.ts";
import type { VersionInput } from "../row-request.ts";
import { beginWalk, goOn, versionOfWalk } from "../walk.ts";
import { type AlignedVersion, misfit } from "./align.ts";
import { type FilterInput, type OrderInput, readFilter, readOrder } from "./filter.ts";
import { below, type Selection, selectionOf } from "./selection.ts";
import { chooseAligned, type TypedQuestion } from "./typed-question.ts";

/** One row; a field that was not asked for, or that the version does not have, is not in `values`. */
export interface TypedRow {
  readonly version: Version;
  readonly values: Readonly<Record<string, Value>>;
  readonly statuses: Readonly<Record<string, ValueStatus>>;
}

export interface RowsArguments extends VersionInput {
  readonly filter?: FilterInput | null | undefined;
  readonly orderBy?: readonly OrderInput[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export async function resolveRows(
  _root: unknown,
  args: RowsArguments,
  question: TypedQuestion,
  info: GraphQLResolveInfo,
): Promise<object> {
  const { store, dataset } = question;
  const begun = beginWalk(args.after);
  const aligned = await chooseAligned(question, versionOfWalk(args, begun));
  const { version, fields } = aligned;
  const filters = readFilter(fields, args.filter);
  const order = readOrder(fields, args.orderBy);
  const { after, toCursor } = goOn(begun, version.number, [dataset.id, filters, order]);
  const first = args.first ?? 20;
  const selection = selectionOf(info);
  const wanted = wantedOf(aligned, below(selection, "nodes"), below(selection, "edges", "node"));
  const read = once(() =>
    store.read((tx) => selectRows(tx, tableOfVersion(version), { filters, order, limit: first + 1, after, ...wanted })),
  );
  const rows = once(async () => toRows(version, wanted.fields, await read()).slice(0, first));
  const cursor = ({ cursors }: RowPage, index: number): string => toCursor(cursors[index] ?? []);
  return {
    version,
    totalCount: () =>
      filters.length === 0 ? version.rows : store.read((tx) => countRows(tx, tableOfVersion(version), filters)),
    nodes: rows,
    edges: async () => {
      const page = await read();
      return (await rows()).map((node, index) => ({ node, cursor: cursor(page, index) }));
    },
    pageInfo: async () => {
      const page = await read();
      const last = Math.min(first, page.rows.length) - 1;
      return {
        hasNextPage: page.rows.length > first,
        hasPreviousPage: after !== undefined,
        startCursor: last < 0 ? null : cursor(page, 0),
        endCursor: last < 0 ? null : cursor(page, last),
      };
    },
  };
}

interface RowArguments extends VersionInput {
  readonly key: Readonly<Record<string, unknown>>;
}

/** Null where there is none. Throws graphql.version-misfit where the version's rows are told apart by something else. */
export async function resolveRow(
  _root: unknown,
  { key, ...input }: RowArguments,
  question: TypedQuestion,
  info: GraphQLResolveInfo,
): Promise<TypedRow | null> {
  const aligned = await chooseAligned(question, input);
  const { version, fields } = aligned;
  const { primaryKey } = version.package.schema;
  const stranger =
    primaryKey.find((name) => !(name in key)) ?? Object.keys(key).find((name) => !isIn(primaryKey, name));
  if (stranger !== undefined) throw misfit(version, stranger.replace(/^_/, ""));
  const filters = Object.entries(key).map(([name, value]) => makeFilter(getField(fields, name), "eq", [String(value)]));
  const wanted = wantedOf(aligned, selectionOf(info));
  const page = await question.store.read((tx) =>
    selectRows(tx, tableOfVersion(version), { filters, order: [], limit: 1, ...wanted }),
  );
  return toRows(version, wanted.fields, page)[0] ?? null;
}

const isIn = (names: readonly FieldName[], name: string): boolean => names.some((known) => known === name);

interface Wanted {
  readonly fields: readonly FieldName[];
  readonly status: boolean;
}

function wantedOf(aligned: AlignedVersion, ...selections: readonly Selection[]): Wanted {
  const names = selections.flatMap((row) => [
    ...row.keys(),
    ...below(row, "_status").keys(),
    ...below(row, "_region").keys(),
  ]);
  return { fields: aligned.demand(names), status: selections.some((row) => row.has("_status")) };
}

const toRows = (version: Version, names: readonly FieldName[], { rows, statuses }: RowPage): readonly TypedRow[] =>
  rows.map((row, at) => ({
    version,
    values: Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])),
    statuses: statuses[at] ?? {},
  }));
