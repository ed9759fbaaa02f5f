/**
 * A set of keys in bounded memory: 64 bits of hash and a row number for each, 16 bytes where a string would cost a hundred. Two of ten
 * million different keys meet by chance once in 400,000 files; PostgreSQL's own index is the last judge of what is truly unique.
 */

export interface KeySet {
  /** Adds a key of one or several parts. Returns the row that had it first, or 0 when it is new. */
  readonly add: (parts: readonly string[], row: number) => number;
  /**
   * Notes a key to be added by the next `settle`. A look into a large set waits for memory; looks that stand together wait together.
   * Returns false when `settle` is due.
   */
  readonly note: (parts: readonly string[], row: number) => boolean;
  /** Adds what was noted, in order; tells each that was there before: its place among the noted, its row, the row that had it first. */
  readonly settle: (seen: (at: number, row: number, first: number) => void) => void;
  readonly size: () => number;
}

const LOAD = 0.7;
/** So many keys are noted before they are added: enough for memory to be asked for several at once, few enough to tell in time. */
export const NOTED_KEYS = 64;
/** Parts up to this many characters are hashed as they stand. */
const SHORT = 6;
const MOST_KNOWN = 50_000;

/** Numbers a slot takes: two of hash, one of row, one to spare so that a slot never crosses a line of the processor's cache. */
const SLOT = 4;

export function createKeySet(expected = 1024): KeySet {
  let capacity = 1024;
  while (capacity * LOAD < expected) capacity *= 2;
  let slots = new Uint32Array(capacity * SLOT);
  let size = 0;

  /** Where the key is, or the free place where it belongs. */
  const place = (h1: number, h2: number): number => {
    const mask = capacity - 1;
    let at = h1 & mask;
    for (;;) {
      const slot = at * SLOT;
      if (slots[slot + 2] === 0 || (slots[slot] === h1 && slots[slot + 1] === h2)) return slot;
      at = (at + 1) & mask;
    }
  };

  const grow = (): void => {
    const old = slots;
    capacity *= 2;
    slots = new Uint32Array(capacity * SLOT);
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + 2] === 0) continue;
      const to = place(old[from] ?? 0, old[from + 1] ?? 0);
      slots.set(old.subarray(from, from + SLOT), to);
    }
  };

  // Long parts repeat (indicators, districts): their hash is kept, so that a key costs a few steps and not one for each letter.
  const known = new Map<string, readonly [number, number]>();
  let h1 = 0;
  let h2 = 0;
  const mix = (a: number, b: number): void => {
    h1 = Math.imul(h1 ^ a, 2654435761);
    h2 = Math.imul(h2 ^ b, 1597334677);
    h1 ^= h1 >>> 15;
    h2 ^= h2 >>> 13;
  };

  const mixPart = (part: string): void => {
    const { length } = part;
    if (length <= SHORT) {
      for (let i = 0; i < length; i += 1) mix(part.charCodeAt(i), part.charCodeAt(i));
    } else {
      let pair = known.get(part);
      if (pair === undefined) {
        pair = hashOf(part);
        if (known.size < MOST_KNOWN) known.set(part, pair);
      }
      mix(pair[0], pair[1]);
    }
    // Where one part ends and the next begins.
    mix(length + 0x10000, length + 0x20000);
  };

  /** What is kept of the key: leaves it in `one` and `two`. */
  let one = 0;
  let two = 0;
  const hash = (parts: readonly string[]): void => {
    h1 = 0xdeadbeef;
    h2 = 0x41c6ce57;
    for (const part of parts) mixPart(part);
    one = (h1 ^ Math.imul(h2 ^ (h2 >>> 16), 3266489909)) >>> 0;
    two = (h2 ^ Math.imul(h1 ^ (h1 >>> 16), 2246822507)) >>> 0;
  };

  const put = (a: number, b: number, row: number): number => {
    const slot = place(a, b);
    const first = slots[slot + 2] ?? 0;
    if (first !== 0) return first;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = row;
    size += 1;
    if (size > capacity * LOAD) grow();
    return 0;
  };

  const noted = new Uint32Array(NOTED_KEYS * 3);
  let waiting = 0;

  return {
    add: (parts, row) => {
      hash(parts);
      return put(one, two, row);
    },
    note: (parts, row) => {
      hash(parts);
      noted[waiting * 3] = one;
      noted[waiting * 3 + 1] = two;
      noted[waiting * 3 + 2] = row;
      waiting += 1;
      return waiting < NOTED_KEYS;
    },
    settle: (seen) => {
      for (let at = 0; at < waiting; at += 1) {
        const row = noted[at * 3 + 2] ?? 0;
        const first = put(noted[at * 3] ?? 0, noted[at * 3 + 1] ?? 0, row);
        if (first !== 0) seen(at, row, first);
      }
      waiting = 0;
    },
    size: () => size,
  };
}

/** Two independent hashes of a text. */
function hashOf(text: string): readonly [number, number] {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  return [a, b];
}
