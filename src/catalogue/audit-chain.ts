/**
 * Is the audit trail what was written? Every entry is numbered and hashed anew, in order, and held against what is kept. A trail that was
 * cut at its end is whole in itself: that shows only to whoever noted its head earlier and brings it along.
 */
import { createHash } from "node:crypto";
import type { ReadTx } from "../store/transaction.ts";

/** An entry by its number and hash. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** The first entry that is not as it was written. */
export interface AuditBreak {
  /** `missing`: there is none with this number. `changed`: it is another than was written here, changed or put in. */
  readonly kind: "missing" | "changed";
  readonly seq: number;
}

export interface AuditProof {
  readonly entries: number;
  /** The last entry; undefined where there is none. */
  readonly head: AuditHead | undefined;
  readonly broken: AuditBreak | undefined;
}

const BATCH = 5_000;
const BEFORE_ALL = "0".repeat(64);

/** As `audit.seal` writes it; again in full, so that whoever changes that function does not change this. */
const CANONICAL = `jsonb_build_array(seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  actor, action, subject, detail)::text`;

/** @param noted  A head of earlier: the entry must still be there, with this hash. */
export async function proveAudit(tx: ReadTx, noted?: AuditHead): Promise<AuditProof> {
  let head: AuditHead = { seq: 0, hash: BEFORE_ALL };
  let broken: AuditBreak | undefined;
  let entries = 0;
  for (;;) {
    const rows = await tx.query<{ seq: string; entry: string; hash: string }>(
      `select seq, ${CANONICAL} as entry, hash from audit.entry where seq > $1 order by seq limit ${BATCH}`,
      [head.seq],
    );
    for (const { seq, entry, hash } of rows) {
      const next: AuditHead = { seq: Number(seq), hash };
      broken ??= compare(head, next, entry, noted);
      head = next;
    }
    entries += rows.length;
    if (rows.length < BATCH) break;
  }
  if (noted !== undefined && noted.seq > head.seq) broken ??= { kind: "missing", seq: head.seq + 1 };
  return { entries, head: head.seq === 0 ? undefined : head, broken };
}

function compare(before: AuditHead, next: AuditHead, entry: string, noted?: AuditHead): AuditBreak | undefined {
  if (next.seq !== before.seq + 1) return { kind: "missing", seq: before.seq + 1 };
  const hash = createHash("sha256").update(before.hash).update(entry).digest("hex");
  const isWritten = hash === next.hash && (noted?.seq !== next.seq || noted.hash === next.hash);
  return isWritten ? undefined : { kind: "changed", seq: next.seq };
}
