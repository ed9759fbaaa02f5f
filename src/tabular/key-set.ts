/**
 * A set of keys in bounded memory: 64 bits of hash and a row number for each, 12 bytes where a string would cost a hundred. Two of ten
 * million different keys meet by chance once in 400,000 files; PostgreSQL's own index is the last judge of what is truly unique.
 */

export interface KeySet {
  /** Adds a key. Returns the row that had it first, or 0 when it is new. */
  readonly add: (key: string, row: number) => number;
  readonly size: () => number;
}

const LOAD = 0.7;

export function createKeySet(expected = 1024): KeySet {
  let capacity = 1024;
  while (capacity * LOAD < expected) capacity *= 2;
  let high = new Uint32Array(capacity);
  let low = new Uint32Array(capacity);
  let rows = new Uint32Array(capacity);
  let size = 0;

  const place = (h1: number, h2: number): number => {
    const mask = capacity - 1;
    let at = h1 & mask;
    while (rows[at] !== 0 && (high[at] !== h1 || low[at] !== h2)) at = (at + 1) & mask;
    return at;
  };

  const grow = (): void => {
    const [oldHigh, oldLow, oldRows] = [high, low, rows];
    capacity *= 2;
    high = new Uint32Array(capacity);
    low = new Uint32Array(capacity);
    rows = new Uint32Array(capacity);
    for (let i = 0; i < oldRows.length; i += 1) {
      const row = oldRows[i] ?? 0;
      if (row === 0) continue;
      const at = place(oldHigh[i] ?? 0, oldLow[i] ?? 0);
      high[at] = oldHigh[i] ?? 0;
      low[at] = oldLow[i] ?? 0;
      rows[at] = row;
    }
  };

  return {
    add: (key, row) => {
      let h1 = 0xdeadbeef;
      let h2 = 0x41c6ce57;
      for (let i = 0; i < key.length; i += 1) {
        const code = key.charCodeAt(i);
        h1 = Math.imul(h1 ^ code, 2654435761);
        h2 = Math.imul(h2 ^ code, 1597334677);
      }
      h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
      h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
      h1 >>>= 0;
      h2 >>>= 0;
      const at = place(h1, h2);
      const known = rows[at] ?? 0;
      if (known !== 0) return known;
      high[at] = h1;
      low[at] = h2;
      rows[at] = row;
      size += 1;
      if (size > capacity * LOAD) grow();
      return 0;
    },
    size: () => size,
  };
}
