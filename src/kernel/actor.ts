/** Who is asking. What they may do is decided in one place, `catalogue/rights.ts`. */
import type { AgencySlug, DatasetSlug } from "./ids.ts";

export type Role = "public" | "producer" | "system" | "reviewer" | "admin";

/**
 * A person, a token that belongs to no person, the system itself, or nobody.
 * Two actors are the same exactly when their `key`s are: a person's own tokens share the person's key, so that nobody publishes
 * through one what they uploaded through the other.
 */
export interface Actor {
  /** "user:<id>", "token:<id>", "system" or "public". */
  readonly key: string;
  readonly name: string;
  readonly role: Role;
  readonly agency?: AgencySlug | undefined;
  /** Where set, only these datasets of the agency (a system's token). */
  readonly datasets?: readonly DatasetSlug[] | undefined;
}

export const PUBLIC: Actor = { key: "public", name: "publik", role: "public" };

/** The server acting for itself: samples at first start, sweeps. Never reachable by a request. */
export const SYSTEM: Actor = { key: "system", name: "sistem", role: "admin" };
