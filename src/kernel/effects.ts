/** What the outside world does to us, as an argument with a default: time, randomness, and what is told to logs and counters. */
import { randomUUID } from "node:crypto";

export interface Effects {
  readonly now: () => Date;
  readonly newId: () => string;
  readonly observe: Observe;
}

/** One thing that happened, as a value. One sink logs it, one counts it, tests assert on it. */
export interface Observation {
  readonly kind: string;
  readonly level?: "debug" | "info" | "warn" | "error";
  readonly [detail: string]: unknown;
}

export type Observe = (what: Observation) => void;

export const realEffects = (observe: Observe = () => {}): Effects => ({
  now: () => new Date(),
  newId: () => randomUUID(),
  observe,
});
