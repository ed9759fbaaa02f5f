/**
 * The rows of one dataset: pages with links to the next, one row by its key, one value of it, and how many there are. A page is at most
 * `MAX_PAGE` rows, however many are asked for; whoever follows the links stays on the version on which they began.
 */
import type { IncomingMessage } from "node:http";
import { valueToJson } from "../formats/row-json.ts";
import { single } from "../http/row-query.ts";
import { Fault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";
import { countRows, type RowCondition, selectRows } from "../store/rows.ts";
import { chooseJson, demandText, jsonContentType } from "./accept.ts";
import { getProperty } from "./filter.ts";
import { parseKey, writeKey } from "./key.ts";
import type { Model, Property } from "./model.ts";
import { COLLECTION, demandOptions, parseOptions, parseSelect } from "./options.ts";
import type { Answer } from "./send.ts";
import { writeSkipToken } from "./skip-token.ts";
import { contextMember, createRowWriter, kindOf, writePage } from "./write-rows.ts";

/** A request for something of one version. */
export interface Asked {
  readonly store: Store;
  readonly request: IncomingMessage;
  readonly search: URLSearchParams;
  readonly model: Model;
  /** Of the dataset's service, with a slash at its end. */
  readonly root: string;
  /** That of this version, where it is not the current one or was asked for by its number. */
  readonly metadataUrl: string;
  /** Rows of a page, as the client prefers it. */
  readonly pageSize: number | undefined;
}

const DEFAULT_PAGE = 5000;
export const MAX_PAGE = 10_000;

export async function answerRows(asked: Asked): Promise<Answer> {
  const { store, request, search, model, metadataUrl } = asked;
  demandOptions(search, COLLECTION);
  const form = chooseJson(request, single(search, "$format"));
  const options = parseOptions(search, model);
  const { token, filters, order, select } = options;
  const pageSize = Math.min(asked.pageSize ?? token?.pageSize ?? DEFAULT_PAGE, MAX_PAGE);
  const left = token === undefined ? options.top : token.left;
  const wanted = Math.min(left ?? pageSize, pageSize);
  const writer = createRowWriter(model, select, form);
  const { page, count } = await store.read(async (tx) => ({
    // One more tells whether there is a next page.
    page: await selectRows(tx, model.table, {
      filters,
      order,
      fields: writer.read.map(({ field }) => field.name),
      limit: wanted + (left === undefined || left > wanted ? 1 : 0),
      after: token?.place,
      offset: token === undefined ? options.skip : 0,
    }),
    count: options.count ? (token?.count ?? (await countOf(tx, model, filters))) : undefined,
  }));
  const rows = page.rows.slice(0, wanted);
  const place = page.rows.length > wanted && wanted > 0 ? page.cursors[wanted - 1] : undefined;
  const next =
    place === undefined
      ? undefined
      : nextLink(asked, {
          version: model.version.number,
          left: left === undefined ? undefined : left - wanted,
          pageSize,
          count,
          mark: options.mark,
          place,
        });
  return {
    contentType: jsonContentType(form),
    body: writePage({ context: contextMember(form, metadataUrl, model.set, select), count, rows, next }, writer.write),
    headers: asked.pageSize === undefined ? {} : { "Preference-Applied": `odata.maxpagesize=${pageSize}` },
    pinned: isPinned(search),
  };
}

const isPinned = (search: URLSearchParams): boolean => search.has("$skiptoken") || search.has("_version");

const countOf = (
  tx: Parameters<typeof countRows>[0],
  { table, version }: Model,
  filters: readonly RowCondition[],
): Promise<number> | number => (filters.length === 0 ? version.rows : countRows(tx, table, filters));

/** The same question; where to go on, and what is left, is in the token. */
function nextLink({ root, model, search }: Asked, token: Parameters<typeof writeSkipToken>[0]): string {
  const query = new URLSearchParams();
  for (const [name, value] of search) {
    if (!["$skiptoken", "$top", "$skip", "_version"].includes(name)) query.append(name, value);
  }
  query.append("$skiptoken", writeSkipToken(token));
  return `${root}${model.set}?${query.toString().replaceAll("%24", "$")}`;
}

export async function answerCount({ store, request, search, model }: Asked): Promise<Answer> {
  demandOptions(search, ["$filter"]);
  demandText(request, single(search, "$format"));
  const { filters } = parseOptions(search, model);
  const count = await store.read(async (tx) => countOf(tx, model, filters));
  return { contentType: "text/plain;charset=utf-8", body: [String(count)], pinned: isPinned(search) };
}

export async function answerRow(asked: Asked, key: string): Promise<Answer> {
  const { request, search, model, metadataUrl } = asked;
  demandOptions(search, ["$select"]);
  const form = chooseJson(request, single(search, "$format"));
  const select = parseSelect(single(search, "$select"), model);
  const writer = createRowWriter(model, select, form);
  const values = await getRow(asked, key, writer.read);
  const context = contextMember(form, metadataUrl, model.set, select, "/$entity");
  return {
    contentType: jsonContentType(form),
    body: [`{${context}${writer.write(values).slice(1)}`],
    pinned: isPinned(search),
  };
}

/** One value of a row, as JSON or as it is; undefined where it is missing. */
export async function answerValue(asked: Asked, key: string, name: string, raw: boolean): Promise<Answer | undefined> {
  const { request, search, model, metadataUrl } = asked;
  demandOptions(search, []);
  const format = single(search, "$format");
  const property = getProperty(model.properties, name);
  const pinned = isPinned(search);
  if (raw) {
    demandText(request, format);
    const [value = null] = await getRow(asked, key, [property]);
    return value === null ? undefined : { contentType: "text/plain;charset=utf-8", body: [value], pinned };
  }
  const form = chooseJson(request, format);
  const [value = null, ...keys] = await getRow(asked, key, [property, ...model.key]);
  if (value === null) return undefined;
  const context = contextMember(form, metadataUrl, model.set, undefined, `(${writeKey(model.key, keys)})/${name}`);
  return {
    contentType: jsonContentType(form),
    body: [`{${context}"value":${valueToJson(value, kindOf(property, form))}}`],
    pinned,
  };
}

/** Throws odata.unknown-row. */
async function getRow(
  { store, model }: Asked,
  key: string,
  properties: readonly Property[],
): Promise<readonly (string | null)[]> {
  const filters = parseKey(key, model);
  const fields = properties.map(({ field }) => field.name);
  const { rows } = await store.read((tx) => selectRows(tx, model.table, { filters, order: [], fields, limit: 1 }));
  const [row] = rows;
  if (row === undefined) throw new Fault("odata.unknown-row", { key: key.slice(0, 200) });
  return row;
}
