/**
 * Operations that were answered well before, kept parsed and found valid, so that asking one again need not go through Apollo: its
 * variables are read, its bounds are measured and graphql-js executes it. Both ways share whatever decides an answer, and what is refused
 * before it runs goes the whole way, which says what is wrong with it.
 */
import { type DocumentNode, execute, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { writeJson } from "../http/raw-json.ts";
import type { Asked } from "./asked.ts";
import type { FormatError } from "./errors.ts";
import type { Made } from "./reply.ts";
import { demandRunnable, judge, type ReadingContext } from "./verdict.ts";

export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

type Question = Pick<Asked, "query" | "operationName">;

/** Of all schemas together; a schema's name stands before its questions. */
export interface KnownOperations {
  readonly find: (schemaName: string, question: Question) => KnownOperation | undefined;
  readonly remember: (schemaName: string, question: Question, operation: KnownOperation) => void;
}

/** Characters of queries. What is parsed takes about fifty bytes for each. */
const MAX_CHARACTERS = 300_000;
const MAX_QUERY = 20_000;

export function createKnownOperations(): KnownOperations {
  const known = new LRUCache<string, KnownOperation>({
    maxSize: MAX_CHARACTERS,
    maxEntrySize: MAX_QUERY,
    sizeCalculation: (_operation, place) => place.length,
  });
  return {
    find: (schemaName, question) => known.get(placeOf(schemaName, question)),
    remember: (schemaName, question, operation) => void known.set(placeOf(schemaName, question), operation),
  };
}

const placeOf = (schemaName: string, { query = "", operationName }: Question): string =>
  `${schemaName}\n${operationName === undefined ? "" : JSON.stringify(operationName)}\n${query}`;

/** What an operation is answered with besides itself. */
export interface Ground<Context extends ReadingContext> {
  readonly schema: GraphQLSchema;
  readonly question: Context;
  readonly accept: string | undefined;
  readonly contentType: string;
  readonly formatError: FormatError;
}

/** Undefined, with nothing run, for what has to go the whole way. */
export async function answerKnown<Context extends ReadingContext>(
  { document, operation }: KnownOperation,
  { operationName, variables = {} }: Asked,
  { schema, question, accept, contentType, formatError }: Ground<Context>,
): Promise<Made | undefined> {
  try {
    // Without variables it is what it was when it was answered.
    if (operation.variableDefinitions?.length) demandRunnable(schema, document, operation, variables);
  } catch {
    return undefined;
  }
  const { data, errors } = await execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: question,
  });
  const { status = 200, retryAfter, stands } = judge({ data, errors, operation, variables, accept }, question.reading);
  // In the order in which Apollo gives them.
  const result = {
    errors: errors?.map((error) => formatError(error.toJSON(), error)),
    data: stands ? data : undefined,
  };
  return {
    status,
    headers: [
      ["content-type", contentType],
      ...(retryAfter === undefined ? [] : [["retry-after", retryAfter] as const]),
    ],
    text: writeJson(result),
    outcome: question.reading.outcome(),
  };
}
