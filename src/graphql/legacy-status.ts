/**
 * GraphQL over HTTP: a client that takes `application/json` alone shall see 200 where a query is not well formed, does not fit the schema
 * or has variables of the wrong type; such clients read `errors` only then. What is over a bound is 400 for everybody, and whoever does
 * not insist (no `Accept`, a wildcard, the newer media type) sees 400 for all of them.
 */
import type { Fault } from "../kernel/fault.ts";

const WRONG_QUERIES: ReadonlySet<string> = new Set(["graphql.syntax", "graphql.invalid", "graphql.bad-variable"]);
/** How graphql-js says that a query has too many tokens. */
const TOO_LONG = /more tha[nt] \d+ tokens/;

export const isToldWithOk = (accept: string | undefined, { code, params }: Fault): boolean =>
  WRONG_QUERIES.has(code) && !TOO_LONG.test(String(params.reason)) && takesJsonAlone(accept);

function takesJsonAlone(accept: string | undefined): boolean {
  const types = (accept ?? "").split(",").map((range) => range.split(";")[0]?.trim().toLowerCase());
  return types.every((type) => type === "application/json");
}
