/**
 * What went wrong, as GraphQL says it. Every error has `extensions { code, status, detail_id }`, its message in English; what graphql-js
 * and Apollo throw is brought to our codes too. Nothing of an unexpected error goes out, and no stack ever.
 */
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Observe } from "../kernel/effects.ts";
import { Fault, type FaultCode, faultMessage, isFault } from "../kernel/fault.ts";

/** Apollo's and graphql-js's own codes, and ours for them. */
const CODES: Readonly<Record<string, FaultCode>> = {
  GRAPHQL_PARSE_FAILED: "graphql.syntax",
  GRAPHQL_VALIDATION_FAILED: "graphql.invalid",
  BAD_USER_INPUT: "graphql.bad-variable",
  BAD_REQUEST: "graphql.bad-request",
  OPERATION_RESOLUTION_FAILURE: "graphql.bad-request",
  PERSISTED_QUERY_NOT_FOUND: "graphql.bad-request",
  PERSISTED_QUERY_NOT_SUPPORTED: "graphql.bad-request",
};

/** The fault behind an error; `server.internal` with the cause for what nobody foresaw. */
export function faultOf(error: unknown): Fault {
  if (isFault(error)) return error;
  if (!(error instanceof GraphQLError)) return new Fault("server.internal", {}, {}, error);
  const { originalError } = error;
  if (isFault(originalError)) return originalError;
  const status = statusOf(error);
  if (status === 405) return new Fault("request.method-not-allowed", { allowed: "GET, POST" });
  if (status === 406)
    return new Fault("request.not-acceptable", { available: "application/graphql-response+json, application/json" });
  if (status === 415) return new Fault("request.wrong-type", { expected: "application/json" });
  const code = CODES[String(error.extensions.code)];
  if (code !== undefined) return new Fault(code, { reason: error.message });
  // graphql-js's own complaint about an argument has no original error; a resolver's failure has.
  if (originalError === undefined && error.nodes !== undefined)
    return new Fault("graphql.bad-variable", { reason: error.message });
  return new Fault("server.internal", {}, {}, originalError ?? error);
}

function statusOf(error: GraphQLError): number | undefined {
  const { http } = error.extensions;
  return typeof http === "object" && http !== null && "status" in http && typeof http.status === "number"
    ? http.status
    : undefined;
}

/** One entry of `errors`. */
export function formatFault(
  fault: Fault,
  { locations, path }: Pick<GraphQLFormattedError, "locations" | "path"> = {},
): GraphQLFormattedError {
  const { detail } = faultMessage(fault);
  return {
    message: detail.en,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: { ...fault.extra, code: fault.code, status: fault.status, detail_id: detail.id },
  };
}

/** What an error is and says of its place → as it goes out. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** Formats, and tells the log of what is our own mistake. */
export function errorFormatter(observe: Observe): FormatError {
  return (formatted, error) => {
    const fault = faultOf(error);
    if (fault.code === "server.internal")
      observe({ kind: "graphql-failed", level: "error", path: formatted.path?.join("."), error: fault.cause });
    return formatFault(fault, formatted);
  };
}
