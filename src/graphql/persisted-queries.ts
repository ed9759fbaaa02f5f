/**
 * Queries known by their SHA-256, by the protocol of Apollo's automatic persisted queries: a client sends the hash alone; where it is
 * not known, once more with the text. So a GET stays short and a CDN can hold its answer. Only what was answered well is remembered,
 * and what has long not been asked is forgotten.
 */
import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Fault } from "../kernel/fault.ts";
import type { Asked } from "./asked.ts";

export interface PersistedQueries {
  /**
   * The question with its text. Throws graphql.persisted-query-not-found, graphql.persisted-query-mismatch, graphql.bad-request. What
   * carries no hash comes back as it is.
   */
  readonly complete: (asked: Asked) => Asked;
  /** After the question was answered well. */
  readonly remember: (asked: Asked) => void;
}

const MAX_CHARACTERS = 8_000_000;
const MAX_QUERY = 100_000;

export function createPersistedQueries(): PersistedQueries {
  const known = new LRUCache<string, string>({
    maxSize: MAX_CHARACTERS,
    maxEntrySize: MAX_QUERY,
    sizeCalculation: (query) => query.length + 100,
  });
  return {
    complete: (asked) => {
      const wanted = hashOf(asked);
      if (wanted === undefined) return asked;
      const query = asked.query || known.get(wanted);
      if (!query) throw new Fault("graphql.persisted-query-not-found");
      if (asked.query && hash("sha256", asked.query) !== wanted) throw new Fault("graphql.persisted-query-mismatch");
      return { ...asked, query };
    },
    remember: (asked) => {
      const wanted = hashOf(asked);
      if (wanted !== undefined && asked.query) known.set(wanted, asked.query);
    },
  };
}

/** Undefined where the question names none. */
function hashOf({ extensions }: Asked): string | undefined {
  const persisted = extensions?.persistedQuery;
  if (persisted === undefined || persisted === null) return undefined;
  if (typeof persisted === "object" && "version" in persisted && "sha256Hash" in persisted) {
    const { version, sha256Hash } = persisted;
    if (version === 1 && typeof sha256Hash === "string" && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash;
  }
  throw new Fault("graphql.bad-request", {
    reason: 'persistedQuery is { "version": 1, "sha256Hash": 64 hexadecimal digits in small letters }',
  });
}
