/**
 * Guessing passwords made slow. Failures are counted for a name from one address, for a name from anywhere, and for an address; too many
 * of one kind and the next try is not even looked at. Counted in PostgreSQL, so that two servers count together.
 */
import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { Fault } from "../kernel/fault.ts";
import { asFault } from "../store/database-fault.ts";

export interface SignInLimit {
  /** Throws `session.locked` when there were too many failures. */
  readonly demand: (name: string, address: string) => Promise<void>;
  readonly failed: (name: string, address: string) => Promise<void>;
  /** Who signed in has not been guessing. */
  readonly succeeded: (name: string, address: string) => Promise<void>;
}

const SECONDS = 15 * 60;

/** Failures within a quarter of an hour. From anywhere a name stands more, so that a stranger does not lock somebody out at once. */
const MOST = { pair: 5, name: 50, address: 40 } as const;

type Kind = keyof typeof MOST;

/** The library passes on what its connections say. */
const fail = (error: unknown): never => {
  throw asFault(error);
};

/** @param lockedOut  Hears when there were too many failures, once. */
export function createSignInLimit(pool: Pool, lockedOut: (name: string) => Promise<void>): SignInLimit {
  const limiter = (kind: Kind) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      schemaName: "catalogue",
      tableName: "rate_limit",
      tableCreated: true,
      keyPrefix: `sign-in-${kind}`,
      points: MOST[kind],
      duration: SECONDS,
    });
  const limiters = { pair: limiter("pair"), name: limiter("name"), address: limiter("address") };
  const keysOf = (name: string, address: string): readonly (readonly [Kind, string])[] => {
    // Names are not kept in a table of counters.
    const hash = createHash("sha256").update(name.trim().normalize().toLowerCase()).digest("base64url").slice(0, 22);
    return [
      ["pair", `${hash} ${address}`],
      ["name", hash],
      ["address", address],
    ];
  };
  return {
    demand: async (name, address) => {
      for (const [kind, key] of keysOf(name, address)) {
        const state = await limiters[kind].get(key).catch(fail);
        if (state === null || state.consumedPoints < MOST[kind]) continue;
        const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
        throw new Fault("session.locked", { minutes: Math.ceil(seconds / 60) }, { retryAfter: seconds });
      }
    },
    failed: async (name, address) => {
      let isLast = false;
      for (const [kind, key] of keysOf(name, address)) {
        // Beyond the limit it throws what nobody needs: the next try is refused by `demand`.
        const state = await limiters[kind].consume(key).catch(() => undefined);
        isLast ||= state?.consumedPoints === MOST[kind];
      }
      if (isLast) await lockedOut(name);
    },
    succeeded: async (name, address) => {
      for (const [kind, key] of keysOf(name, address))
        if (kind !== "address") await limiters[kind].delete(key).catch(fail);
    },
  };
}
