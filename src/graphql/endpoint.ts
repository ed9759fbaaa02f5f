/**
 * One GraphQL endpoint over HTTP, whatever its schema: Apollo Server with every default decided. Introspection is always on; GET needs
 * no special header, since nothing here writes and no cookie counts; batches, persisted queries and incremental answers are off; errors
 * carry no stack and decide the HTTP status; numbers are exact; a GET answer has a strong tag and honours `If-None-Match`.
 */
import {
  ApolloServer,
  type ApolloServerOptionsWithSchema,
  type ApolloServerOptionsWithTypeDefs,
  type ApolloServerPlugin,
  type BaseContext,
} from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { expressMiddleware } from "@as-integrations/express5";
import { type NextFunction, type Request, type Response, Router } from "express";
import { getVariableValues } from "graphql";
import { jsonBody } from "../http/body.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { writeJson } from "../http/raw-json.ts";
import type { Observe } from "../kernel/effects.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import { demandWithinBounds } from "./bounds.ts";
import { errorFormatter, faultOf, formatFault } from "./errors.ts";

/** What an endpoint answers from: a schema that is made already, or SDL and who answers its fields. */
export type ExecutableSchema<Context extends BaseContext> =
  | Pick<ApolloServerOptionsWithSchema<Context>, "schema" | "documentStore">
  | Pick<ApolloServerOptionsWithTypeDefs<Context>, "typeDefs" | "resolvers">;

export interface EndpointSurroundings<Context extends BaseContext> {
  /** What one request carries to the resolvers. */
  readonly createQuestion: (request: Request) => Context;
  readonly observe: Observe;
}

/** More tokens than this are no question that a person or a program of good will asks. */
const MAX_TOKENS = 5000;

/** GET and POST of one endpoint; mount it at its path. */
export async function createEndpoint<Context extends BaseContext>(
  schema: ExecutableSchema<Context>,
  { createQuestion, observe }: EndpointSurroundings<Context>,
): Promise<Router> {
  const server = new ApolloServer<Context>({
    ...schema,
    introspection: true,
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationOptions: { maxErrors: 20 },
    stringifyResult: writeJson,
    formatError: errorFormatter(observe),
    logger: quietLogger(observe),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      bounds,
      statuses,
    ],
  });
  await server.start();
  const answer = expressMiddleware(server, { context: async ({ req }) => createQuestion(req) });
  const router = Router();
  router.use(jsonBody, ownSend, answer);
  router.use(answerFault);
  return router;
}

/** Refuses what is over a bound before anything runs. */
const bounds: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (!operation) return;
      if (operation.operation !== "query")
        throw new Fault("graphql.bad-request", { reason: "this API is read only: send a query" });
      const { coerced, errors } = getVariableValues(
        schema,
        operation.variableDefinitions ?? [],
        request.variables ?? {},
        { maxErrors: 20 },
      );
      if (errors) throw new Fault("graphql.bad-variable", { reason: errors.map(({ message }) => message).join(" ") });
      demandWithinBounds(schema, document, operation, coerced);
    },
  }),
};

/**
 * The HTTP status. A request that is wrong (400) or too much fails as a whole; anything else that is wrong with a part leaves the other
 * parts standing, and decides the status only where nothing stands.
 */
const statuses: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, errors }) => {
      if (!errors || errors.length === 0 || response.body.kind !== "single") return;
      const faults = errors.map(faultOf);
      const { singleResult } = response.body;
      const standing = Object.values(singleResult.data ?? {}).some((value) => value !== null && value !== undefined);
      const decisive = faults.find(({ status }) => status === 400) ?? (standing ? undefined : faults[0]);
      if (!decisive) return;
      response.http.status = decisive.status;
      if (decisive.status === 503) response.http.headers.set("retry-after", String(decisive.extra.retryAfter ?? 5));
      delete singleResult.data;
    },
  }),
};

/**
 * Apollo's integration ends in `response.send`, which would tag the answer weakly and answer 200 to a conditional request that says
 * `cache-control: no-cache`. For this answer it is ours.
 */
function ownSend(request: Request, response: Response, next: NextFunction): void {
  response.send = (body: unknown) => {
    const bytes = Buffer.from(String(body), "utf8");
    if (request.method === "GET" && response.statusCode === 200) {
      const etag = etagOf(bytes);
      response.setHeader("ETag", etag);
      response.setHeader(
        "Cache-Control",
        contextOf(request).actor.role === "public" ? "public, no-cache" : "private, no-cache",
      );
      response.setHeader("Vary", "Accept, Authorization");
      if (isFresh(request.headers, { etag })) {
        response.removeHeader("Content-Type");
        return response.status(304).end();
      }
    } else response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Length", bytes.length);
    return response.end(bytes);
  };
  next();
}

/** Faults of the way in (body, type, token), as GraphQL says them; others are left to the application. */
function answerFault(thrown: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (!isFault(thrown) || response.headersSent) {
    next(thrown);
    return;
  }
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.status(thrown.status).end(JSON.stringify({ errors: [formatFault(thrown)] }));
}

const quietLogger = (observe: Observe) => {
  const tell = (level: "debug" | "info" | "warn" | "error") => (message: unknown) =>
    observe({ kind: "graphql-server", level, message: String(message) });
  return { debug: () => {}, info: () => {}, warn: tell("warn"), error: tell("error") };
};
