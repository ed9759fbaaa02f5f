/**
 * The audit trail: who did what to what. Written in the transaction that does it, sealed into the chain when that is committed
 * (`audit.seal` in the database); never personal data, never a token. `audit-chain.ts` proves that nothing was altered since.
 */
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage, wholeFromCursor } from "./page.ts";
import { demand } from "./rights.ts";

export interface AuditEntry {
  /** From 1, without a gap, in the order of commits. */
  readonly seq: number;
  readonly at: Date;
  /** The actor's key. */
  readonly actor: string;
  /** "dataset.create", "token.revoke" … */
  readonly action: string;
  /** "dataset:penduduk", "upload:<id>", "token:<id>" … */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** SHA-256 of the entry before and this one, in hex. */
  readonly hash: string;
}

export async function recordAudit(
  tx: WriteTx,
  actor: Actor,
  action: string,
  subject: string,
  at: Date,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query("insert into audit.inbox (at, actor, action, subject, detail) values ($1, $2, $3, $4, $5::jsonb)", [
    at,
    actor.key,
    action,
    subject,
    JSON.stringify(detail),
  ]);
}

export interface AuditRequest extends PageRequest {
  /** An actor's key, or the name of a person or a token. */
  readonly by?: string | undefined;
  /** How the action begins: "person" finds "person.create". */
  readonly action?: string | undefined;
  /** A part of the subject. */
  readonly subject?: string | undefined;
  /** What was done to this dataset, its uploads and its versions. */
  readonly dataset?: string | undefined;
  /** Not before. */
  readonly since?: Date | undefined;
}

const FILTER = `($1::text is null or actor = $1
    or actor in (select 'user:' || id from catalogue.person where name = $1)
    or actor in (select 'token:' || id from catalogue.token where name = $1))
  and ($2::text is null or starts_with(action, $2)) and ($3::text is null or strpos(subject, $3) > 0)
  and ($4::text is null or subject = 'dataset:' || $4 or detail ->> 'dataset' = $4) and ($5::timestamptz is null or at >= $5)`;

/** Newest first. Administrators only. */
export async function listAudit(tx: ReadTx, actor: Actor, request: AuditRequest): Promise<Page<AuditEntry>> {
  demand(actor, "audit.read");
  const { first, after, by, action, subject, dataset, since } = request;
  const before = after === undefined ? null : wholeFromCursor(decodeCursor(after, "audit", 1)[0]);
  const filter = [by ?? null, action ?? null, subject ?? null, dataset ?? null, since ?? null];
  const [total] = await tx.query<{ count: string }>(
    `select count(*) as count from audit.entry where ${FILTER}`,
    filter,
  );
  const rows = await tx.query<Omit<AuditEntry, "seq"> & { seq: string }>(
    `select seq, at, actor, action, subject, detail, hash from audit.entry
     where ${FILTER} and ($6::bigint is null or seq < $6) order by seq desc limit $7`,
    [...filter, before, first + 1],
  );
  const entries = rows.map((row): AuditEntry => ({ ...row, seq: Number(row.seq) }));
  return toPage(entries, first, Number(total?.count ?? 0), ({ seq }) => encodeCursor("audit", String(seq)));
}

/** The names of people and tokens, by their keys; a key of neither is absent. */
export async function nameActors(tx: ReadTx, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ key: string; name: string }>(
    `select key, name from (select 'user:' || id as key, name from catalogue.person
       union all select 'token:' || id, name from catalogue.token) known where key = any($1)`,
    [keys],
  );
  return new Map(rows.map(({ key, name }) => [key, name]));
}
