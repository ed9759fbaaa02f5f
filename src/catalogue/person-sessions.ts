/** The sessions of one person: where somebody is signed in, and how that is ended from elsewhere. */
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import type { SessionLife } from "./sessions.ts";

export interface SessionInfo {
  readonly id: string;
  readonly createdAt: Date;
  readonly usedAt: Date;
  readonly address: string | undefined;
  readonly browser: string | undefined;
}

/** As a session names itself to its owner. */
const ID = "substr(encode(hash, 'hex'), 1, 32)";

interface InfoRow {
  id: string;
  created_at: Date;
  used_at: Date;
  address: string | null;
  browser: string | null;
}

/** Those that are not over, the last used first. */
export async function listOwnSessions(
  tx: ReadTx,
  actor: Actor,
  { idleMinutes }: SessionLife,
): Promise<readonly SessionInfo[]> {
  const rows = await tx.query<InfoRow>(
    `select ${ID} as id, created_at, used_at, address, browser from catalogue.session
     where 'user:' || person = $1 and expires_at > now() and used_at > now() - make_interval(mins => $2) order by used_at desc limit 100`,
    [actor.key, idleMinutes],
  );
  return rows.map(({ id, created_at, used_at, address, browser }) => ({
    id,
    createdAt: created_at,
    usedAt: used_at,
    address: address ?? undefined,
    browser: browser ?? undefined,
  }));
}

/** One of the actor's own; another's is left alone. */
export async function endOwnSession(tx: WriteTx, actor: Actor, id: string, now: Date): Promise<void> {
  await tx.query(`delete from catalogue.session where 'user:' || person = $1 and ${ID} = $2`, [actor.key, id]);
  await recordAudit(tx, actor, "person.session-end", actor.key, now);
}

/** All of the actor's own, but the one with this id. */
export async function endOtherSessions(tx: WriteTx, actor: Actor, but: string | undefined, now: Date): Promise<void> {
  await endSessionsOf(tx, actor.key.replace(/^user:/, ""), but);
  await recordAudit(tx, actor, "person.session-end", actor.key, now, { others: true });
}

/** All of a person's, but the one with this id. What the person is or knows has changed; the caller demanded the right to change it. */
export async function endSessionsOf(tx: WriteTx, person: string, but = ""): Promise<void> {
  await tx.query(`delete from catalogue.session where person::text = $1 and ${ID} <> $2`, [person, but]);
}
