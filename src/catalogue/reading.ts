/**
 * What an answer is made of: the parts that were read for it, each with its state from before it was read. The same parts in the same
 * states make the same answer; a change while it is being made leaves it with states that no longer hold.
 */
import { EVERYTHING, type Part, type States } from "./states.ts";

/** Parts and their states, sorted, so that equal ones are written equally. */
export type Read = readonly (readonly [part: Part, state: string])[];

export interface Reading {
  /** Call it before reading. */
  readonly note: (part: Part) => void;
  /** The answer is none that anybody should keep: something failed. */
  readonly spoil: () => void;
  /** The version of every row in it was named by the question: nothing but a withdrawal changes it. */
  readonly fix: () => void;
  readonly outcome: () => Outcome;
}

export interface Outcome {
  /** What was noted; undefined when nothing was, when the state of some part is not known, or when the answer was spoilt. */
  readonly read: Read | undefined;
  readonly spoilt: boolean;
  readonly lasting: boolean;
}

/** An answer of more parts than this is said to have read everything. */
const MAX_PARTS = 6;

export function createReading(states: States): Reading {
  const noted = new Map<Part, string | undefined>();
  const everything = states.of(EVERYTHING);
  let spoilt = false;
  let lasting = false;
  const read = (): Read | undefined => {
    if (spoilt || noted.size === 0) return undefined;
    // Everything holds every part, so the others need not be said.
    const wanted: Iterable<readonly [Part, string | undefined]> =
      noted.has(EVERYTHING) || noted.size > MAX_PARTS ? [[EVERYTHING, everything]] : noted;
    return allKnown([...wanted].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return {
    note: (part) => {
      if (!noted.has(part)) noted.set(part, part === EVERYTHING ? everything : states.of(part));
    },
    spoil: () => {
      spoilt = true;
    },
    fix: () => {
      lasting = true;
    },
    outcome: () => ({ read: read(), spoilt, lasting: lasting && !spoilt }),
  };
}

/** The parts as they are now; undefined where the state of one is not known. */
export const readNow = (states: States, parts: readonly Part[]): Read | undefined =>
  allKnown(parts.map((part) => [part, states.of(part)]));

/** Is every part still as it was? */
export const stillHolds = (states: States, read: Read): boolean =>
  read.every(([part, state]) => states.of(part) === state);

function allKnown(parts: readonly (readonly [Part, string | undefined])[]): Read | undefined {
  const known = parts.flatMap(([part, state]) => (state === undefined ? [] : [[part, state] as const]));
  return known.length === parts.length ? known : undefined;
}
