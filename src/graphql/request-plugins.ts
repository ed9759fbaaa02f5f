/** How Apollo comes to ask {@link demandRunnable} and {@link judge}, and what it tells of the operations that it answered well. */
import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLSchema } from "graphql";
import type { KnownOperation } from "./known-operations.ts";
import { demandRunnable, judge, type ReadingContext } from "./verdict.ts";

/** Refuses what may not run. */
export const bounds: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation) demandRunnable(schema, document, operation, request.variables ?? {});
    },
  }),
};

/** The HTTP status, and whether the answer may be kept. */
export const outcome: ApolloServerPlugin<ReadingContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, errors, operation, request, contextValue: { reading } }) => {
      if (response.body.kind !== "single") return;
      const { singleResult } = response.body;
      const { variables = {}, http } = request;
      const accept = http?.headers.get("accept");
      const { status, retryAfter, stands } = judge(
        { data: singleResult.data, errors, operation, variables, accept },
        reading,
      );
      if (status !== undefined) response.http.status = status;
      if (retryAfter !== undefined) response.http.headers.set("retry-after", retryAfter);
      if (!stands) delete singleResult.data;
    },
  }),
};

/** What an operation is found again by. */
interface Answered {
  readonly query: string;
  readonly operationName: string | undefined;
}

/** Tells which schema is executed, and each operation that was answered without an error. */
export const teach = (
  learnSchema: (schema: GraphQLSchema) => void,
  learn: (question: Answered, operation: KnownOperation) => void,
): ApolloServerPlugin => ({
  serverWillStart: async ({ schema }) => learnSchema(schema),
  requestDidStart: async () => ({
    willSendResponse: async ({ errors, document, operation, request: { query, operationName } }) => {
      if (errors === undefined && document && operation && query)
        learn({ query, operationName }, { document, operation });
    },
  }),
});
