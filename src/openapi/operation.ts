/** One call of the interface as the reference tells it, and short ways to write what it takes and gives. */
import type { Text } from "../kernel/locale.ts";

/** A JSON Schema (2020-12), or part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type Tag =
  | "datasets"
  | "uploads"
  | "versions"
  | "changes"
  | "webhooks"
  | "harvest"
  | "admin"
  | "downloads"
  | "graphql"
  | "odata"
  | "sdmx"
  | "ckan"
  | "dcat"
  | "feeds"
  | "discovery"
  | "server";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: JsonSchema;
  readonly says: Text;
  readonly example?: unknown;
}

/** Media type → schema; undefined for bytes of no schema. */
export type Content = Readonly<Record<string, JsonSchema | undefined>>;

export interface Operation {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** With `{name}` for each part of the path. */
  readonly path: string;
  readonly id: string;
  readonly tag: Tag;
  readonly says: Text;
  /** Does it need a token? */
  readonly needsToken: boolean;
  /** Besides those of the path, which are known by their names. */
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly content: Content; readonly required: boolean } | undefined;
  readonly status: number;
  /** Undefined: no body. */
  readonly answer: Content | undefined;
  /** Of the answer in JSON. */
  readonly example?: unknown;
  /** Will end: since when that is told, and when. */
  readonly deprecated?: Deprecated;
}

/** Days as "2027-01-31", and the path of the call to use instead. */
interface Deprecated {
  readonly since: string;
  readonly sunset: string;
  readonly successor?: string;
}

export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
export const json = (schema: JsonSchema): Content => ({ "application/json": schema });
export const text: JsonSchema = { type: "string" };
export const whole: JsonSchema = { type: "integer" };
export const flag: JsonSchema = { type: "boolean" };
export const time: JsonSchema = { type: "string", format: "date-time" };
export const anything: JsonSchema = {};
export const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });
export const oneOf = (...values: readonly (string | null)[]): JsonSchema => ({ enum: values });
export const orNull = (schema: JsonSchema): JsonSchema =>
  typeof schema.type === "string" ? { ...schema, type: [schema.type, "null"] } : { anyOf: [schema, { type: "null" }] };

/** An object of these properties; a name that ends with "?" may be absent. */
export function object(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const names = Object.keys(properties);
  return {
    type: "object",
    required: names.filter((name) => !name.endsWith("?")),
    properties: Object.fromEntries(names.map((name) => [name.replace("?", ""), properties[name]])),
  };
}

export const mapOf = (values: JsonSchema): JsonSchema => ({ type: "object", additionalProperties: values });

interface More {
  readonly example?: unknown;
  readonly open?: boolean;
  readonly query?: readonly Parameter[];
  readonly body?: Content;
  /** May the body be left out? */
  readonly bodyOptional?: boolean;
  readonly status?: number;
  readonly deprecated?: Deprecated;
}

/** "get /api/v1/changes". Needs a token unless it is `open`. */
export function operation(
  tag: Tag,
  call: string,
  id: string,
  says: Text,
  answer: Content | undefined,
  {
    open = false,
    query = [],
    body,
    bodyOptional = false,
    example,
    status = answer === undefined ? 204 : 200,
    deprecated,
  }: More = {},
): Operation {
  const [method, path = ""] = call.split(" ");
  return {
    method: method as Operation["method"], // written in the tables beside this file, and tested against the router
    path,
    id,
    tag,
    says,
    needsToken: !open,
    parameters: query,
    body: body === undefined ? undefined : { content: body, required: !bodyOptional },
    status,
    answer,
    ...(example === undefined ? {} : { example }),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

export const inQuery = (name: string, schema: JsonSchema, id: string, en: string, example?: unknown): Parameter => ({
  name,
  in: "query",
  schema,
  says: { id, en },
  ...(example === undefined ? {} : { example }),
});

/** Of every list by pages. */
export const pages = (most = 1000): readonly Parameter[] => [
  inQuery("first", { type: "integer", minimum: 1, maximum: most }, "Banyaknya per halaman", "How many on a page", 2),
  inQuery("after", text, "endCursor halaman sebelumnya", "The endCursor of the page before"),
];
export const pageOf = (name: string, items: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  object({
    ...more,
    totalCount: whole,
    pageInfo: object({ hasNextPage: flag, endCursor: orNull(text) }),
    [name]: list(items),
  });
