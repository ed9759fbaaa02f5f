/**
 * One GraphQL endpoint over HTTP, whatever its schema: Apollo Server with every default decided. Introspection is always on; GET needs
 * no special header, since nothing here writes and no cookie counts; batches and incremental answers are off; errors carry no stack and
 * decide the HTTP status; numbers are exact. What the public asked before is answered from memory while it still holds, and an operation
 * that was answered before is executed without Apollo.
 */
import {
  ApolloServer,
  type ApolloServerOptionsWithSchema,
  type ApolloServerOptionsWithTypeDefs,
  type BaseContext,
  HeaderMap,
  type HTTPGraphQLRequest,
} from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { type NextFunction, type Request, type Response, Router } from "express";
import type { GraphQLSchema } from "graphql";
import { jsonBody } from "../http/body.ts";
import { answerKey, type KeptAnswers } from "../http/kept-answers.ts";
import { writeJson } from "../http/raw-json.ts";
import type { Observe } from "../kernel/effects.ts";
import { isFault } from "../kernel/fault.ts";
import {
  type Asked,
  chooseMediaType,
  createKeyMaker,
  createNormaliser,
  type Normalise,
  readAsked,
  searchOf,
} from "./asked.ts";
import { errorFormatter, formatFault } from "./errors.ts";
import { answerKnown, createKnownOperations, type KnownOperations } from "./known-operations.ts";
import { createPersistedQueries, type PersistedQueries } from "./persisted-queries.ts";
import { answerFromMemory, type Made, sendMade } from "./reply.ts";
import { bounds, outcome, teach } from "./request-plugins.ts";
import type { ReadingContext } from "./verdict.ts";

/** What an endpoint answers from: a schema that is made already, or SDL and who answers its fields. */
export type ExecutableSchema<Context extends BaseContext> =
  | Pick<ApolloServerOptionsWithSchema<Context>, "schema" | "documentStore">
  | Pick<ApolloServerOptionsWithTypeDefs<Context>, "typeDefs" | "resolvers">;

export interface EndpointSurroundings<Context extends ReadingContext> {
  /** What one request carries to the resolvers. */
  readonly createQuestion: (request: Request) => Context;
  readonly observe: Observe;
  readonly answers: KeptAnswers;
  /** Whatever decides answers besides questions and data: a text that is another for another schema. */
  readonly schemaName: string;
  readonly queries: QueryMemory;
}

/** What is remembered of queries, whatever schema they were asked of. */
export interface QueryMemory {
  readonly persisted: PersistedQueries;
  readonly normalise: Normalise;
  readonly operations: KnownOperations;
}

export const createQueryMemory = (): QueryMemory => ({
  persisted: createPersistedQueries(),
  normalise: createNormaliser(),
  operations: createKnownOperations(),
});

/** More tokens than this are no question that a person or a program of good will asks. */
const MAX_TOKENS = 5000;

/** GET and POST of one endpoint; mount it at its path. */
export async function createEndpoint<Context extends ReadingContext>(
  schema: ExecutableSchema<Context>,
  { createQuestion, observe, answers, schemaName, queries }: EndpointSurroundings<Context>,
): Promise<Router> {
  const { persisted, normalise, operations } = queries;
  const name = answerKey(schemaName);
  const formatError = errorFormatter(observe);
  let executed: GraphQLSchema | undefined;
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
    formatError,
    logger: quietLogger(observe),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      bounds,
      outcome,
      teach(
        (schema) => {
          executed = schema;
        },
        (question, operation) => operations.remember(name, question, operation),
      ),
    ],
  });
  await server.start();
  const keyOf = createKeyMaker(name, normalise);
  const answerAtOnce = async (request: Request, asked: Asked, question: Context): Promise<Made | undefined> => {
    const { accept } = request.headers;
    const contentType = chooseMediaType(accept);
    const operation = operations.find(name, asked);
    if (operation === undefined || contentType === undefined || executed === undefined) return undefined;
    return answerKnown(operation, asked, { schema: executed, question, accept, contentType, formatError });
  };
  const router = Router();
  router.use(jsonBody, async (request: Request, response: Response) => {
    const came = readAsked(request);
    const asked = came && persisted.complete(came);
    const key = asked && keyOf(request, asked);
    if (key !== undefined && answerFromMemory(answers, key, request, response)) return;
    const question = createQuestion(request);
    const made =
      (asked && (await answerAtOnce(request, asked, question))) ??
      (await execute(server, toApollo(request, asked), question));
    if (asked && !made.outcome.spoilt) persisted.remember(asked);
    sendMade(answers, key, request, response, made);
  });
  router.use(answerFault);
  return router;
}

/** Asks Apollo. Its answers are whole: incremental ones are off. */
async function execute<Context extends ReadingContext>(
  server: ApolloServer<Context>,
  httpGraphQLRequest: HTTPGraphQLRequest,
  question: Context,
): Promise<Made> {
  const {
    status = 200,
    headers,
    body,
  } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: async () => question,
  });
  if (body.kind !== "complete") throw new Error("an answer in parts, which nobody can ask for");
  return { status, headers, text: body.string, outcome: question.reading.outcome() };
}

/** The request as Apollo takes it. A persisted query has its text again; what is not well formed goes as it came. */
function toApollo(request: Request, asked: Asked | undefined): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const method = request.method;
  if (asked?.extensions?.persistedQuery === undefined)
    return { method, headers, search: searchOf(request), body: request.body };
  const { query = "", operationName, variables } = asked;
  const search = new URLSearchParams({ query });
  if (operationName !== undefined) search.set("operationName", operationName);
  if (variables !== undefined) search.set("variables", JSON.stringify(variables));
  return { method, headers, search: `?${search}`, body: { query, operationName, variables } };
}

/** For Express: faults of the way in (body, type, token), as GraphQL says them; others are left to the application. */
export function answerFault(thrown: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (!isFault(thrown) || response.headersSent) {
    next(thrown);
    return;
  }
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  const error = formatFault(thrown);
  // Clients of the protocol look for this word.
  const message = thrown.code === "graphql.persisted-query-not-found" ? "PersistedQueryNotFound" : error.message;
  response.status(thrown.status).end(JSON.stringify({ errors: [{ ...error, message }] }));
}

const quietLogger = (observe: Observe) => {
  const tell = (level: "debug" | "info" | "warn" | "error") => (message: unknown) =>
    observe({ kind: "graphql-server", level, message: String(message) });
  return { debug: () => {}, info: () => {}, warn: tell("warn"), error: tell("error") };
};
