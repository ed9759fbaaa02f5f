/**
 * One feed of changes for the whole catalogue. `seq` is given under a lock that is held until the transaction commits: the feed has no
 * gaps, and an entry never appears before one with a smaller number. Take it last in a transaction, since publications queue for it.
 */
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { ChangeKind } from "../store/entities/change.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { decodeCursor, encodeCursor, type Page, toPage, wholeFromCursor } from "./page.ts";
import { readableCondition } from "./rights.ts";

interface Change {
  readonly seq: number;
  readonly at: Date;
  readonly kind: ChangeKind;
  readonly dataset: DatasetSlug;
  readonly version: VersionNumber | undefined;
}

/** Any number that no other advisory lock of the project uses. */
const FEED_LOCK = 7_300_011;

export async function recordChange(
  tx: WriteTx,
  change: { readonly kind: ChangeKind; readonly dataset: DatasetId; readonly version?: VersionNumber | undefined },
  at: Date,
): Promise<void> {
  await tx.query("select pg_advisory_xact_lock($1)", [FEED_LOCK]);
  await tx.query(
    `insert into catalogue.change (seq, at, kind, dataset, version)
     select coalesce(max(seq), 0) + 1, $1, $2, $3, $4 from catalogue.change`,
    [at, change.kind, change.dataset, change.version ?? null],
  );
}

interface ChangeRow {
  seq: string;
  at: Date;
  kind: ChangeKind;
  dataset: DatasetSlug;
  version: VersionNumber | null;
}

/**
 * Oldest first, after `since`: a cursor of this feed, or a time (changes later than it). Only of datasets that the actor may read.
 * Throws `request.bad-cursor`.
 */
export async function listChanges(
  tx: ReadTx,
  actor: Actor,
  { since, first }: { readonly since?: string | Date | undefined; readonly first: number },
): Promise<Page<Change>> {
  const readable = readableCondition(actor, 3);
  const from = `from catalogue.change c join catalogue.dataset d on d.id = c.dataset
    where ${readable.sql} and ($1::bigint is null or c.seq > $1) and ($2::timestamptz is null or c.at > $2)`;
  const values = [
    typeof since === "string" ? afterSeq(since) : null,
    since instanceof Date ? since : null,
    ...readable.values,
  ];
  const [total] = await tx.query<{ count: string }>(`select count(*) as count ${from}`, values);
  const rows = await tx.query<ChangeRow>(
    `select c.seq, c.at, c.kind, d.slug as dataset, c.version ${from} order by c.seq limit ${whole(first) + 1}`,
    values,
  );
  const changes = rows.map((row) => ({ ...row, seq: Number(row.seq), version: row.version ?? undefined }));
  return toPage(changes, first, Number(total?.count ?? 0), (change) => encodeCursor("changes", String(change.seq)));
}

/** A cursor, or a bare sequence number. */
const afterSeq = (since: string): string =>
  /^\d{1,18}$/.test(since) ? since : wholeFromCursor(decodeCursor(since, "changes", 1)[0]);

function whole(number: number): number {
  if (!Number.isSafeInteger(number) || number < 0) throw new Fault("request.bad-cursor");
  return number;
}
