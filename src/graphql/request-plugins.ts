/** What of Apollo's work on one request is ours: bounds before anything runs, and what its outcome means. */
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { getVariableValues } from "graphql";
import type { Reading } from "../catalogue/reading.ts";
import { Fault } from "../kernel/fault.ts";
import { demandWithinBounds } from "./bounds.ts";
import { faultOf } from "./errors.ts";
import { isLasting } from "./lasting.ts";
import { isToldWithOk } from "./legacy-status.ts";

/** What one request carries to the resolvers, at least: they note in `reading` what they read. */
export interface ReadingContext extends BaseContext {
  readonly reading: Reading;
}

/** Refuses what is over a bound before anything runs. */
export const bounds: ApolloServerPlugin = {
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
 * The HTTP status, and whether the answer may be kept. A request that is wrong (400) or too much fails as a whole; anything else that is
 * wrong with a part leaves the other parts standing, and decides the status only where nothing stands.
 */
export const outcome: ApolloServerPlugin<ReadingContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, errors, operation, request, contextValue: { reading } }) => {
      if (response.body.kind !== "single") return;
      if (!errors || errors.length === 0) {
        if (operation && isLasting(operation, request.variables ?? {})) reading.fix();
        return;
      }
      reading.spoil();
      const faults = errors.map(faultOf);
      const { singleResult } = response.body;
      const standing = Object.values(singleResult.data ?? {}).some((value) => value !== null && value !== undefined);
      const decisive = faults.find(({ status }) => status === 400) ?? (standing ? undefined : faults[0]);
      if (!decisive) return;
      response.http.status = isToldWithOk(request.http?.headers.get("accept"), decisive) ? 200 : decisive.status;
      if (decisive.status === 503) response.http.headers.set("retry-after", String(decisive.extra.retryAfter ?? 5));
      delete singleResult.data;
    },
  }),
};
