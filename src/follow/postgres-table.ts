/**
 * The statements by which a dataset's table in a schema of our own follows its version: made, reshaped, filled, read out again. Names
 * come from slugs and field names that were checked when they arrived, and are quoted all the same.
 */
import { createHash } from "node:crypto";
import { escapeIdentifier } from "pg";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { StorageKind } from "../kernel/package.ts";
import { type CopyField, type Description, matchFields } from "./description.ts";

const quote = escapeIdentifier;

/** PostgreSQL cuts names at 63 bytes; a longer slug keeps its beginning and gets a hash. */
export function tableNameOf(slug: DatasetSlug): string {
  const name = slug.replaceAll("-", "_");
  return name.length <= 56
    ? name
    : `${name.slice(0, 47)}_${createHash("sha256").update(slug).digest("hex").slice(0, 8)}`;
}

export const tablePath = (schema: string, slug: DatasetSlug): string => `${quote(schema)}.${quote(tableNameOf(slug))}`;

const TYPES: { readonly [K in StorageKind]: string } = {
  // By code point, as downloads are ordered.
  text: 'text collate "C"',
  bigint: "bigint",
  numeric: "numeric",
  boolean: "boolean",
};

const column = ({ name, kind }: CopyField): string => `${quote(name)} ${TYPES[kind]}`;

export const columnList = ({ fields }: Description): string => fields.map(({ name }) => quote(name)).join(", ");

/** Rows without a key keep the order in which they came. */
const ORDER_COLUMN = "_row bigint generated always as identity primary key";

const keyName = (slug: DatasetSlug): string => quote(`${tableNameOf(slug)}_key`);
const keyList = (key: Description["key"]): string => key.map((name) => quote(name)).join(", ");
const addKey = ({ slug, key }: Description): string => `constraint ${keyName(slug)} primary key (${keyList(key)})`;

export function createTable(schema: string, description: Description): string {
  const { slug, fields, key } = description;
  const rows = [
    ...(key.length === 0 ? [ORDER_COLUMN] : []),
    ...fields.map(column),
    ...(key.length === 0 ? [] : [addKey(description)]),
  ];
  return `create table ${tablePath(schema, slug)} (${rows.join(", ")})`;
}

/** Columns of `to` from those of `from`: renamed, dropped, added. The key stays where it is the same one. */
export function reshapeTable(schema: string, from: Description, to: Description): readonly string[] {
  const table = tablePath(schema, to.slug);
  const places = matchFields(from, to);
  const fromNames = to.key.map((name) => {
    const place = places[to.fields.findIndex((field) => field.name === name)];
    return place === undefined ? undefined : from.fields[place]?.name;
  });
  const sameKey = JSON.stringify(fromNames) === JSON.stringify(from.key);
  const gone = from.fields.filter((_, index) => !places.includes(index));
  const renamed = to.fields.flatMap(({ name }, index) => {
    const old = from.fields[places[index] ?? -1]?.name;
    return old === undefined || old === name ? [] : [`rename column ${quote(old)} to ${quote(name)}`];
  });
  return [
    ...(sameKey
      ? []
      : [`alter table ${table} drop constraint if exists ${keyName(to.slug)}, drop column if exists _row`]),
    ...gone.map(({ name }) => `alter table ${table} drop column ${quote(name)}`),
    ...renamed.map((rename) => `alter table ${table} ${rename}`),
    ...to.fields
      .filter((_, index) => places[index] === undefined)
      .map((field) => `alter table ${table} add column ${column(field)}`),
    ...(sameKey ? [] : [`alter table ${table} add ${to.key.length === 0 ? `column ${ORDER_COLUMN}` : addKey(to)}`]),
  ];
}

/** The whole version as it arrives, beside the table. */
export const createWholeStage = ({ fields }: Description): string =>
  `create temp table _whole (_row bigint generated always as identity, ${fields.map(column).join(", ")})`;

/** As text: a row that goes has the values of the version before, whose types may have been others. */
export const createDeltaStage = ({ fields }: Description): string =>
  `create temp table _delta (_change text, ${fields.map(({ name }) => `${quote(name)} text`).join(", ")})`;

/** Rows without a key come in the order of the file. */
export const insertWhole = (schema: string, description: Description): string =>
  `insert into ${tablePath(schema, description.slug)} (${columnList(description)}) select ${columnList(description)} from _whole order by _row`;

const typed = ({ name, kind }: CopyField): string => `d.${quote(name)}::${kind}`;

export function applyDelta(schema: string, description: Description): readonly string[] {
  const { slug, fields, key } = description;
  const table = tablePath(schema, slug);
  const same = fields
    .filter(({ name }) => key.includes(name))
    .map((field) => `t.${quote(field.name)} = ${typed(field)}`);
  return [
    `delete from ${table} t using _delta d where d._change <> 'added' and ${same.join(" and ")}`,
    `insert into ${table} (${columnList(description)}) select ${fields.map(typed).join(", ")} from _delta d where d._change <> 'removed'`,
  ];
}

/** The canonical CSV again, without its header. */
export function copyOut(schema: string, { slug, fields, key }: Description): string {
  const list = fields.map(({ name, kind }) => (kind === "boolean" ? `${quote(name)}::text` : quote(name))).join(", ");
  const order = key.length === 0 ? "_row" : keyList(key);
  return `copy (select ${list} from ${tablePath(schema, slug)} order by ${order}) to stdout (format csv)`;
}
