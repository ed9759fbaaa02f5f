/**
 * The question of one request as it came, before anybody has understood it: from the address of a GET, or from the body of a POST. What
 * is not well formed is undefined here and left to Apollo, which says what is wrong with it.
 */
import type { Request } from "express";
import { stripIgnoredCharacters } from "graphql";
import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";
import { contextOf } from "../http/context.ts";
import { type AnswerKey, answerKey } from "../http/kept-answers.ts";
import { Fault } from "../kernel/fault.ts";

export interface Asked {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: JsonObject | undefined;
  readonly extensions: JsonObject | undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The part of an address behind its path, with the question mark; empty where there is none. */
export const searchOf = ({ url }: { readonly url: string }): string => {
  const at = url.indexOf("?");
  return at < 0 ? "" : url.slice(at);
};

/** Throws graphql.bad-variable for variables that are nested without end: whoever walks through them would fall. */
export function readAsked(request: Request): Asked | undefined {
  const asked =
    request.method === "GET" ? fromGet(request) : request.method === "POST" ? fromBody(request.body) : undefined;
  if (asked?.variables !== undefined && isDeeper(asked.variables, MAX_NESTING))
    throw new Fault("graphql.bad-variable", { reason: `variables are nested deeper than ${MAX_NESTING} levels.` });
  return asked;
}

/** No input type of ours needs as many. */
const MAX_NESTING = 30;

function isDeeper(value: unknown, levels: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}

const fromGet = (request: Request): Asked | undefined =>
  request.headers["content-type"] === undefined ? fromAddress(request) : undefined;

const NAMES = ["query", "operationName", "variables", "extensions"] as const;

function fromAddress(request: Request): Asked | undefined {
  const search = new URLSearchParams(searchOf(request));
  const [query, operationName, variables, extensions] = NAMES.map((name) => search.getAll(name));
  if ([query, operationName, variables, extensions].some((values) => (values?.length ?? 0) > 1)) return undefined;
  try {
    return {
      query: query?.[0],
      operationName: operationName?.[0],
      variables: parseObject(variables?.[0]),
      extensions: parseObject(extensions?.[0]),
    };
  } catch {
    return undefined;
  }
}

function parseObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new TypeError("not an object");
}

function fromBody(body: unknown): Asked | undefined {
  if (!isObject(body)) return undefined;
  const { query, operationName, variables, extensions } = body;
  if (!isAbsentOr(query, isText) || !isAbsentOr(operationName, isText)) return undefined;
  if (!isAbsentOr(variables, isObject) || !isAbsentOr(extensions, isObject)) return undefined;
  return {
    query: query ?? undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
}

const isText = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isAbsentOr = <T>(value: unknown, is: (value: unknown) => value is T): value is T | null | undefined =>
  value === undefined || value === null || is(value);

/** Longer questions are asked once and not again. */
const MAX_QUERY = 20_000;
const MAX_VARIABLES = 100_000;

/** A query without its comments and needless white space; undefined for what is no GraphQL. */
export type Normalise = (query: string) => string | undefined;

/** Remembers what it did, within a bound; the same for all schemas. */
export function createNormaliser(): Normalise {
  const normal = new LRUCache<string, string>({
    max: 2000,
    maxSize: 4_000_000,
    sizeCalculation: (text, query) => text.length + query.length,
  });
  return (query) => {
    const text = normal.get(query) ?? normalise(query);
    if (text !== undefined) normal.set(query, text);
    return text;
  };
}

/** Makes the key of a public question, equal for questions that differ in white space, comments and the order of variables only. */
export function createKeyMaker(
  schema: string,
  normaliseQuery: Normalise,
): (request: Request, asked: Asked) => AnswerKey | undefined {
  return (request, { query, operationName, variables }) => {
    if (contextOf(request).actor.role !== "public" || !query || query.length > MAX_QUERY) return undefined;
    const text = normaliseQuery(query);
    if (text === undefined) return undefined;
    const values = canonical(variables ?? {});
    if (values.length > MAX_VARIABLES) return undefined;
    const mediaType = chooseMediaType(request.headers.accept);
    if (mediaType === undefined) return undefined;
    return answerKey(schema, mediaType, text, operationName ?? null, values);
  };
}

/** As Apollo chooses; undefined where it refuses. */
export function chooseMediaType(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return MEDIA_TYPES[0];
  return new Negotiator({ headers: { accept } }).mediaType([...MEDIA_TYPES]);
}

const MEDIA_TYPES = [
  "application/json; charset=utf-8",
  "application/graphql-response+json; charset=utf-8",
  "application/json; callbackSpec=1.0; charset=utf-8",
] as const;

/** Undefined for what is no GraphQL. */
function normalise(query: string): string | undefined {
  try {
    return stripIgnoredCharacters(query);
  } catch {
    return undefined;
  }
}

/** JSON with the members of each object in order of their names. */
const canonical = (value: JsonObject): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
