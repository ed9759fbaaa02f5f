/**
 * How far a check is, in bytes of the file: every reading counts alike, the one that finds the table, the one that gathers evidence and
 * the one that checks, so that the figure moves from the start and never goes back.
 */
export interface CheckProgress {
  /** So many more bytes of rows were read, in whichever reading. Workbooks do not tell. */
  readonly read: (bytes: number) => void;
  /** The file is open. */
  readonly opened: (bytes: number) => void;
  /** The table is found: what is left are two readings. */
  readonly found: () => void;
  /** So many rows were handed on; `share` of the last reading is done. */
  readonly checked: (rows: number, share: number) => void;
}

export function createCheckProgress(tell: (progress: { bytes: number; rows: number }) => void): CheckProgress {
  let size = 0;
  let read = 0;
  // Until the table is found it may take three readings; a tidy one takes two.
  let readings = 3;
  let told = 0;
  let rows = 0;
  const say = (share: number): void => {
    told = Math.max(told, Math.floor(size * Math.min(1, share)));
    tell({ bytes: told, rows });
  };
  return {
    read: (bytes) => {
      read += bytes;
      // The last byte is told when the last row is checked.
      if (size > 0) say(Math.min(0.999, read / size / readings));
    },
    opened: (bytes) => {
      size = bytes;
    },
    found: () => {
      readings = read * 2 > size ? 3 : 2;
    },
    checked: (count, share) => {
      rows = count;
      say((readings - 1 + share) / readings);
    },
  };
}
