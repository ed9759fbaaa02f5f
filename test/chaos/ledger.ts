/**
 * What the server has been given and has promised, kept outside of it: the rows of every file that was sent, every answer of 202, and
 * the bytes of every version that was seen. From the rows it follows what each version must be, to the byte.
 */
import { createHash } from "node:crypto";

/** Number of a row → its other columns as written. */
export type Rows = ReadonlyMap<number, string>;

export interface Sent {
  readonly slug: string;
  readonly mode: "replace" | "append";
  /** Undefined: a broken file, which must never become a version. */
  readonly rows: Rows | undefined;
}

/** A version as the database has it on record. */
export interface RecordedVersion {
  readonly slug: string;
  readonly number: number;
  readonly rows: number;
  /** Of the upload that it came of. */
  readonly note: string | null;
  readonly restoredFrom: number | null;
  readonly withdrawn: boolean;
}

export interface Ledger {
  /** By the note that the file was sent with: how it is known again where the answer was cut off. */
  readonly sent: Map<string, Sent>;
  /** Uploads that were answered with 202, by id, with their note. */
  readonly accepted: Map<string, string>;
  /** "slug v3" → SHA-256 of its csv when it was first seen. */
  readonly hashes: Map<string, string>;
  /** "slug v3" → its answer 200 to publish was received: it must be there for ever. */
  readonly promised: Set<string>;
  /** Scheduled, and answered so: by id. */
  readonly scheduled: Set<string>;
  nextNote: number;
}

export const createLedger = (): Ledger => ({
  sent: new Map(),
  accepted: new Map(),
  hashes: new Map(),
  promised: new Set(),
  scheduled: new Set(),
  nextNote: 1,
});

export const versionName = (slug: string, number: number): string => `${slug} v${number}`;

export const HEADER = "nomor,nama,nilai";

export const toCsv = (rows: Rows): string =>
  `${[HEADER, ...[...rows].sort(([a], [b]) => a - b).map(([number, rest]) => `${number},${rest}`)].join("\n")}\n`;

export const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * The rows that each version of a dataset must have, in order. A version whose file nobody sent, or whose file was broken, is a failure.
 */
export function expectedRows(ledger: Ledger, versions: readonly RecordedVersion[]): readonly Rows[] {
  const all: Rows[] = [];
  for (const version of versions) {
    const name = versionName(version.slug, version.number);
    if (version.restoredFrom !== null) {
      const rows = all[version.restoredFrom - 1];
      if (rows === undefined) throw new Error(`${name} is restored from ${version.restoredFrom}, which is not there`);
      all.push(rows);
      continue;
    }
    const sent = ledger.sent.get(version.note ?? "");
    if (sent?.rows === undefined) throw new Error(`${name} came of “${version.note}”, which was no good file`);
    all.push(sent.mode === "append" ? new Map([...(all.at(-1) ?? []), ...sent.rows]) : sent.rows);
  }
  return all;
}
