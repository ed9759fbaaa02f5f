/**
 * One feed of changes for the whole catalogue. `seq` is given under a lock that is held until the transaction commits: the feed has no
 * gaps, and an entry never appears before one with a smaller number or a later time. Take it last in a transaction, since publications
 * queue for it.
 *
 * An actor sees the changes of the datasets it may read today. Of others it sees one thing only: that one it could read was closed to
 * it ("removed"), so that a copy can be taken down. A package that is put without moving the dataset is no change: it is for the next
 * upload, and what readers see stays as it was.
 */
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug, DatasetId, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { AccessLevel } from "../kernel/package.ts";
import type { ChangeKind } from "../store/entities/change.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { decodeCursor, encodeCursor, type Page, wholeFromCursor } from "./page.ts";
import { readableCondition } from "./rights.ts";

/** "removed" is how a dataset's move to another agency or access level looks to whoever may no longer read it. */
export const CHANGE_KINDS = ["published", "withdrawn", "restored", "metadata", "removed"] as const;

type ShownKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  readonly seq: number;
  readonly at: Date;
  readonly kind: ShownKind;
  readonly dataset: DatasetSlug;
  readonly version: VersionNumber | undefined;
}

/** Any number that no other advisory lock of the project uses. */
const FEED_LOCK = 7_300_011;

/** Whose a dataset is and who may read it. */
interface Place {
  readonly agency: AgencySlug;
  readonly access: AccessLevel;
}

interface NewChange {
  readonly kind: ChangeKind;
  readonly dataset: DatasetId;
  readonly version?: VersionNumber | undefined;
  /** Where the dataset moved to another agency or access level. */
  readonly moved?: { readonly from: Place; readonly to: Place } | undefined;
}

export async function recordChange(tx: WriteTx, { kind, dataset, version, moved }: NewChange, at: Date): Promise<void> {
  await tx.query("select pg_advisory_xact_lock($1)", [FEED_LOCK]);
  // `at` was read before the lock was had; times may not go back where numbers go on.
  await tx.query(
    `insert into catalogue.change (seq, at, kind, dataset, version, from_access, from_agency, to_access, to_agency)
     select coalesce(max(seq), 0) + 1, greatest($1::timestamptz, max(at)), $2, $3, $4, $5, $6, $7, $8
     from (select seq, at from catalogue.change order by seq desc limit 1) last`,
    [
      at,
      kind,
      dataset,
      version ?? null,
      moved?.from.access ?? null,
      moved?.from.agency ?? null,
      moved?.to.access ?? null,
      moved?.to.agency ?? null,
    ],
  );
}

interface ChangeRow {
  seq: string;
  at: Date;
  kind: ShownKind;
  dataset: DatasetSlug;
  version: VersionNumber | null;
}

/** Where to go on from: a cursor of this feed, a number of it, or a time (changes later than it). */
export type Since = string | Date | undefined;

interface ChangesRequest {
  readonly since?: Since;
  readonly first: number;
}

export interface ChangeList {
  readonly changes: readonly Change[];
  readonly hasNextPage: boolean;
  /** To ask with the next time, also where nothing came. */
  readonly next: string;
}

/** Oldest first, after `since`. Throws `request.bad-cursor`, `changes.beyond-end`. */
export async function readChanges(tx: ReadTx, actor: Actor, { since, first }: ChangesRequest): Promise<ChangeList> {
  const { sql, values, kind } = visibleAfter(actor, since);
  const rows = await tx.query<ChangeRow>(
    `select c.seq, c.at, ${kind} as kind, d.slug as dataset, c.version ${sql} order by c.seq limit ${whole(first) + 1}`,
    values,
  );
  const changes = rows
    .slice(0, first)
    .map((row) => ({ ...row, seq: Number(row.seq), version: row.version ?? undefined }));
  const last = changes.at(-1)?.seq ?? (await placeOf(tx, since));
  return { changes, hasNextPage: rows.length > first, next: cursorOf(last) };
}

/** The same as a page of GraphQL. */
export async function listChanges(tx: ReadTx, actor: Actor, request: ChangesRequest): Promise<Page<Change>> {
  const { sql, values } = visibleAfter(actor, request.since);
  const [total] = await tx.query<{ count: string }>(`select count(*) as count ${sql}`, values);
  const { changes, hasNextPage } = await readChanges(tx, actor, request);
  const edges = changes.map((node) => ({ cursor: cursorOf(node.seq), node }));
  return {
    totalCount: Number(total?.count ?? 0),
    nodes: changes,
    edges,
    pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** Number of the newest change, whoever may see it; 0 where there is none. */
export async function lastChange(tx: ReadTx): Promise<number> {
  const [row] = await tx.query<{ seq: string | null }>("select max(seq) as seq from catalogue.change");
  return Number(row?.seq ?? 0);
}

interface Visible {
  /** A condition on `catalogue.change c` beside `catalogue.dataset d`. */
  readonly sql: string;
  readonly values: readonly unknown[];
  /** What the change is to this actor. */
  readonly kind: string;
}

/** Which changes the actor may see, and as what; `first` is the number of its first bound value. */
export function visibleChanges(actor: Actor, first: number): Visible {
  const now = readableCondition(actor, first);
  const before = readableCondition(actor, first, { access: "c.from_access", agency: "c.from_agency" });
  const after = readableCondition(actor, first, { access: "c.to_access", agency: "c.to_agency" });
  return {
    sql: `(${now.sql} or (c.from_access is not null and ${before.sql} and not ${after.sql}))`,
    values: now.values,
    kind: `case when ${now.sql} then c.kind else 'removed' end`,
  };
}

function visibleAfter(actor: Actor, since: Since): Visible {
  const { sql, values, kind } = visibleChanges(actor, 3);
  return {
    sql: `from catalogue.change c join catalogue.dataset d on d.id = c.dataset
      where ($1::bigint is null or c.seq > $1) and ($2::timestamptz is null or c.at > $2) and ${sql}`,
    values: [typeof since === "string" ? afterSeq(since) : null, since instanceof Date ? since : null, ...values],
    kind,
  };
}

/** Where a reader stands who was given nothing. A place that the feed has not reached belongs to another one, or to a lost one. */
export async function placeOf(tx: ReadTx, since: Since): Promise<number> {
  if (since instanceof Date) {
    const [row] = await tx.query<{ seq: string | null }>(
      "select max(seq) as seq from catalogue.change where at <= $1",
      [since],
    );
    return Number(row?.seq ?? 0);
  }
  const place = since === undefined ? 0 : Number(afterSeq(since));
  const last = await lastChange(tx);
  if (place > last) throw new Fault("changes.beyond-end", { since: place, last });
  return place;
}

const cursorOf = (seq: number): string => encodeCursor("changes", String(seq));

/** A cursor, or a bare sequence number. */
const afterSeq = (since: string): string =>
  /^\d{1,18}$/.test(since) ? since : wholeFromCursor(decodeCursor(since, "changes", 1)[0]);

function whole(number: number): number {
  if (!Number.isSafeInteger(number) || number < 0) throw new Fault("request.bad-cursor");
  return number;
}
