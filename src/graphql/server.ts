/**
 * The GraphQL outlet: Apollo Server with every default decided. Introspection is always on; GET needs no special header, since nothing
 * here writes and no cookie counts; batches, persisted queries and incremental answers are off; errors carry no stack and decide the
 * HTTP status; numbers are exact; a GET answer has a strong tag and honours `If-None-Match`.
 */
import { readFile } from "node:fs/promises";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
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
import { createDatasetMemory } from "../catalogue/dataset-memory.ts";
import { jsonBody } from "../http/body.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { writeJson } from "../http/raw-json.ts";
import type { Effects, Observe } from "../kernel/effects.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";
import { demandWithinBounds } from "./bounds.ts";
import { errorFormatter, faultOf, formatFault } from "./errors.ts";
import { sendExplorer, sendExplorerAsset, wantsExplorer } from "./explorer.ts";
import { createQuestion, type Question, type Surroundings } from "./question.ts";
import { resolvers } from "./resolvers.ts";

export interface GraphqlDeps {
  readonly store: Store;
  /** Public address of the server, without a slash at its end. */
  readonly baseUrl: string;
  readonly effects: Pick<Effects, "observe">;
}

/** More tokens than this are no question that a person or a program of good will asks. */
const MAX_TOKENS = 5000;

/** The routes of /graphql and of its explorer. */
export async function graphqlRoutes(deps: GraphqlDeps): Promise<Router> {
  const typeDefs = await readFile(new URL("../../schema/catalogue.graphql", import.meta.url), "utf8");
  const surroundings: Surroundings = { ...deps, recallDataset: createDatasetMemory() };
  const server = new ApolloServer<Question>({
    typeDefs,
    resolvers,
    introspection: true,
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationOptions: { maxErrors: 20 },
    stringifyResult: writeJson,
    formatError: errorFormatter(deps.effects.observe),
    logger: quietLogger(deps.effects.observe),
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
  const answer = expressMiddleware(server, {
    context: async ({ req }) => createQuestion(surroundings, contextOf(req)),
  });

  const router = Router();
  router.get("/assets/graphiql/:file", sendExplorerAsset);
  router.all("/graphql", (request, response, next) =>
    wantsExplorer(request) ? sendExplorer(response, contextOf(request).lang) : next(),
  );
  router.all("/graphql", jsonBody, ownSend, answer);
  router.use("/graphql", answerFault);
  return router;
}

/** Refuses what is over a bound before anything runs. */
const bounds: ApolloServerPlugin<Question> = {
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
const statuses: ApolloServerPlugin<Question> = {
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
