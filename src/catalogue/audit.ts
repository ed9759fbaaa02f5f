/** The audit trail: who did what to what, in order. Written in the transaction that does it; never personal data, never a token. */
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage, wholeFromCursor } from "./page.ts";
import { demand } from "./rights.ts";

interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** The actor's key. */
  readonly actor: string;
  /** "dataset.create", "token.revoke" … */
  readonly action: string;
  /** "dataset:penduduk", "upload:<id>", "token:<id>" … */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function recordAudit(
  tx: WriteTx,
  actor: Actor,
  action: string,
  subject: string,
  at: Date,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query(
    "insert into catalogue.audit (at, actor, action, subject, detail) values ($1, $2, $3, $4, $5::jsonb)",
    [at, actor.key, action, subject, JSON.stringify(detail)],
  );
}

/** Newest first. Administrators only. */
export async function listAudit(tx: ReadTx, actor: Actor, { first, after }: PageRequest): Promise<Page<AuditEntry>> {
  demand(actor, "audit.read");
  const before = after === undefined ? null : wholeFromCursor(decodeCursor(after, "audit", 1)[0]);
  const [total] = await tx.query<{ count: string }>("select count(*) as count from catalogue.audit");
  const rows = await tx.query<AuditEntry>(
    `select id, at, actor, action, subject, detail from catalogue.audit
     where $1::bigint is null or id < $1 order by id desc limit $2`,
    [before, first + 1],
  );
  return toPage(rows, first, Number(total?.count ?? 0), (entry) => encodeCursor("audit", entry.id));
}
