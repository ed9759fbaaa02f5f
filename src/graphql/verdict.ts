/** What decides an answer besides what the resolvers find: whether an operation may run at all, and what its outcome means. */
import type { BaseContext } from "@apollo/server";
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
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

type Variables = Readonly<Record<string, unknown>>;

/** Throws graphql.bad-request, graphql.bad-variable and what {@link demandWithinBounds} does. */
export function demandRunnable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): void {
  if (operation.operation !== "query")
    throw new Fault("graphql.bad-request", { reason: "this API is read only: send a query" });
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 20,
  });
  if (errors) throw new Fault("graphql.bad-variable", { reason: errors.map(({ message }) => message).join(" ") });
  demandWithinBounds(schema, document, operation, coerced);
}

interface Executed {
  readonly data: ExecutionResult["data"] | undefined;
  readonly errors: ExecutionResult["errors"] | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly variables: Variables;
  readonly accept: string | undefined;
}

interface Verdict {
  /** Absent: 200, or what was decided before. */
  readonly status?: number;
  readonly retryAfter?: string | undefined;
  /** Does its data go out? */
  readonly stands: boolean;
}

/**
 * The HTTP status, and whether the answer may be kept. A request that is wrong (400) or too much fails as a whole; anything else that is
 * wrong with a part leaves the other parts standing, and decides the status only where nothing stands.
 */
export function judge({ data, errors, operation, variables, accept }: Executed, reading: Reading): Verdict {
  if (!errors || errors.length === 0) {
    if (operation && isLasting(operation, variables)) reading.fix();
    return { stands: true };
  }
  reading.spoil();
  const faults = errors.map(faultOf);
  const standing = Object.values(data ?? {}).some((value) => value !== null && value !== undefined);
  const decisive = faults.find(({ status }) => status === 400) ?? (standing ? undefined : faults[0]);
  if (!decisive) return { stands: true };
  return {
    status: isToldWithOk(accept, decisive) ? 200 : decisive.status,
    retryAfter: decisive.status === 503 ? String(decisive.extra.retryAfter ?? 5) : undefined,
    stands: false,
  };
}
