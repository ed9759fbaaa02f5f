/**
 * What work against the database may do. A read transaction is a different type from a write transaction, and PostgreSQL refuses a
 * write inside one too. Neither is made here: `store.read` and `store.write` hand them out.
 */
import type { EntityManager } from "typeorm";
import type { Sql } from "./sql.ts";

declare const access: unique symbol;

/**
 * Reads. Statements of one read do not share a snapshot: whatever must fit together is asked in one statement, or by a version's
 * number, which never changes its rows.
 */
export interface ReadTx {
  readonly manager: EntityManager;
  /** Rows as objects; `bigint` and `numeric` arrive as text. */
  readonly query: <R extends object = Record<string, unknown>>(
    sql: string | Sql,
    values?: readonly unknown[],
  ) => Promise<R[]>;
  /** Rows as arrays of PostgreSQL's own text, in the order of the select list. */
  readonly texts: (sql: Sql) => Promise<(string | null)[][]>;
  readonly [access]: "read" | "write";
}

/** Writes: one transaction, committed when the work returns, rolled back when it throws. */
export interface WriteTx extends ReadTx {
  readonly [access]: "write";
}
