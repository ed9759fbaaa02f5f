/** How often one caller may do a costly thing. Counted in PostgreSQL, so that two servers count together. */
import type { NextFunction, Request, Response } from "express";
import type { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { Fault } from "../kernel/fault.ts";
import { asFault } from "../store/database-fault.ts";
import { contextOf } from "./context.ts";

export interface Limit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** A middleware that lets `points` requests pass in `seconds`, per actor or, for the public, per address. 429 with `RateLimit` headers beyond. */
export function limitRate(pool: Pool, limit: Limit) {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: "pool",
    schemaName: "catalogue",
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
  });
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const { actor } = contextOf(request);
    const key = actor.role === "public" ? `address:${request.ip ?? "?"}` : actor.key;
    try {
      tellRemaining(response, limit, await limiter.consume(key));
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw asFault(thrown);
      tellRemaining(response, limit, thrown);
      const retryAfter = Math.max(1, Math.ceil(thrown.msBeforeNext / 1000));
      throw new Fault("request.too-often", { seconds: retryAfter }, { retryAfter });
    }
    next();
  };
}

/** draft-ietf-httpapi-ratelimit-headers: what is left, and when it is full again. */
function tellRemaining(response: Response, limit: Limit, state: RateLimiterRes): void {
  response.setHeader("RateLimit-Policy", `"${limit.name}";q=${limit.points};w=${limit.seconds}`);
  response.setHeader(
    "RateLimit",
    `"${limit.name}";r=${Math.max(0, state.remainingPoints)};t=${Math.ceil(state.msBeforeNext / 1000)}`,
  );
}
