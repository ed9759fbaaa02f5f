/**
 * What this server knows, without asking, about whether anything has changed: the state of every dataset and of reference data, kept in
 * memory and told by PostgreSQL when a change is committed, whichever server made it. A state is a word that is never used twice: two
 * answers made of parts with equal states are equal. While PostgreSQL is not heard nothing is known, and nobody believes a memory.
 */
import type { DatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";

/** Agencies, topics and regions. */
export const REFERENCE = "#reference";
/** Whatever is public: every dataset, reference data, the feed of changes. */
export const EVERYTHING = "#everything";

/** What can be read and changed by itself. */
export type Part = DatasetSlug | typeof REFERENCE | typeof EVERYTHING;

export interface States {
  /** Undefined while nothing is known. A dataset that is not there has a state too. */
  readonly of: (part: Part) => string | undefined;
}

/** For whoever does not listen: every look asks PostgreSQL. */
export const NOTHING_KNOWN: States = { of: () => undefined };

const CHANNEL = "jendela_state";
const ABSENT = "-";

/** Listens until the store is closed. Where PostgreSQL cannot be heard yet, nothing is known until it can. */
export async function followStates(store: Store): Promise<States> {
  let known: Known | undefined;
  /** What is heard while the states are being read. */
  let waiting: string[] = [];
  await store.listen(CHANNEL, {
    begun: async () => {
      const mine: string[] = [];
      waiting = mine;
      const rows = await store.read((tx) =>
        tx.query<{ part: string; value: string }>("select part, value from catalogue.state"),
      );
      const read = createKnown();
      for (const { part, value } of rows) read.set(part, value);
      for (const message of mine) apply(read, message);
      // Lost again meanwhile: what was read may be old already.
      if (waiting === mine) known = read;
    },
    heard: (message) => {
      if (known) apply(known, message);
      else waiting.push(message);
    },
    lost: () => {
      waiting = [];
      known = undefined;
    },
  });
  return { of: (part) => known?.of(part) };
}

interface Known {
  readonly of: (part: Part) => string;
  readonly set: (part: string, value: string) => void;
}

function createKnown(): Known {
  const values = new Map<string, string>();
  /** The sum of all states: changes whenever one of them does, and is the same on every server whatever it heard first. */
  let sum = 0n;
  let sumText = "0";
  return {
    of: (part) => (part === EVERYTHING ? sumText : (values.get(part) ?? ABSENT)),
    set: (part, value) => {
      const before = values.get(part);
      values.set(part, value);
      sum = BigInt.asUintN(64, sum + weight(value) - (before === undefined ? 0n : weight(before)));
      sumText = sum.toString(36);
    },
  };
}

/** Half of a random UUID is as random as all of it. */
const weight = (uuid: string): bigint => BigInt(`0x${uuid.replaceAll("-", "").slice(16)}`);

function apply(known: Known, message: string): void {
  const [part = "", value = ""] = message.split(" ");
  known.set(part, value);
}
