/**
 * A person's own account: what they may know of it, their password, and the temporary one that an administrator gives to whoever has
 * forgotten theirs. A password that changes ends every other session; a temporary one is good for choosing another.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { hashPassword, isPassword } from "./passwords.ts";
import { createPerson, type NewPerson, type Person } from "./people.ts";
import { endSessionsOf } from "./person-sessions.ts";
import { demand } from "./rights.ts";
import { makeSpokenCode } from "./spoken-code.ts";

export interface Account {
  readonly person: string;
  readonly mail: string | undefined;
  /** The password was given by an administrator and must be changed. */
  readonly mustChange: boolean;
  /** Since when a second step is asked for; undefined: it is not. */
  readonly secondStepSince: Date | undefined;
  readonly recoveryCodesLeft: number;
}

interface AccountRow {
  id: string;
  mail: string | null;
  must_change: boolean;
  totp_since: Date | null;
  codes: number;
}

/** Whose account the actor's is. Throws `rights.login-needed` for whoever is no person. */
export function personOf({ key }: Actor): string {
  if (!key.startsWith("user:")) throw new Fault("rights.login-needed");
  return key.slice("user:".length);
}

/** The actor's own. */
export async function getOwnAccount(tx: ReadTx, actor: Actor): Promise<Account> {
  const person = personOf(actor);
  const [row] = await tx.query<AccountRow>(
    `select p.id, p.mail, p.must_change, p.totp_since,
       (select count(*)::int from catalogue.recovery_code c where c.person = p.id) as codes
     from catalogue.person p where p.id::text = $1`,
    [person],
  );
  if (row === undefined) throw new Fault("person.unknown", { person });
  return {
    person: row.id,
    mail: row.mail ?? undefined,
    mustChange: row.must_change,
    secondStepSince: row.totp_since ?? undefined,
    recoveryCodesLeft: row.codes,
  };
}

/** Throws `account.wrong-password`. */
export async function demandOwnPassword(tx: ReadTx, actor: Actor, password: string): Promise<void> {
  const [row] = await tx.query<{ hash: string }>(
    "select password_hash as hash from catalogue.person where id::text = $1 and disabled_at is null",
    [personOf(actor)],
  );
  if (!(await isPassword(password, row?.hash))) throw new Fault("account.wrong-password");
}

interface PasswordChange {
  readonly current: string;
  readonly next: string;
  /** The session that goes on, by its id. */
  readonly session: string;
}

/** Throws `account.wrong-password`, `account.same-password`, `person.weak-password`. */
export async function changeOwnPassword(
  tx: WriteTx,
  actor: Actor,
  { current, next, session }: PasswordChange,
  { now }: Pick<Effects, "now">,
): Promise<void> {
  await demandOwnPassword(tx, actor, current);
  if (next === current) throw new Fault("account.same-password");
  const person = personOf(actor);
  await tx.query(
    "update catalogue.person set password_hash = $2, must_change = false, temporary_until = null where id::text = $1",
    [person, await hashPassword(next, actor.name)],
  );
  await endSessionsOf(tx, person, session);
  await recordAudit(tx, actor, "person.own-password", actor.key, now());
}

/** 99 bits. */
const TEMPORARY_GROUPS = 5;
/** So long it is good for choosing another. */
const TEMPORARY_DAYS = 7;
const UNTIL = `now() + interval '${TEMPORARY_DAYS} days'`;

const makeTemporaryPassword = (): string => makeSpokenCode(TEMPORARY_GROUPS);

/** A new person with a temporary password, in the answer and nowhere else. Throws as `createPerson` does. */
export async function admitPerson(
  tx: WriteTx,
  actor: Actor,
  wanted: Omit<NewPerson, "password">,
  effects: Pick<Effects, "now" | "newId">,
): Promise<{ readonly person: Person; readonly password: string }> {
  const password = makeTemporaryPassword();
  const person = await createPerson(tx, actor, { ...wanted, password }, effects);
  await tx.query(`update catalogue.person set must_change = true, temporary_until = ${UNTIL} where id = $1`, [
    person.id,
  ]);
  return { person, password };
}

/**
 * Gives a person a temporary password, in the answer and nowhere else; their sessions end. `forgetDevice`: their second step, and who
 * they are at the single sign-on, too.
 * Throws `person.unknown`, rights.
 */
export async function resetPassword(
  tx: WriteTx,
  actor: Actor,
  person: string,
  { forgetDevice }: { readonly forgetDevice: boolean },
  { now }: Pick<Effects, "now">,
): Promise<{ readonly name: string; readonly password: string }> {
  demand(actor, "person.manage");
  const password = makeTemporaryPassword();
  const [row] = await tx.query<{ name: string }>("select name from catalogue.person where id::text = $1", [person]);
  if (row === undefined) throw new Fault("person.unknown", { person: person.slice(0, 100) });
  await tx.query(
    `update catalogue.person set password_hash = $2, must_change = true, temporary_until = ${UNTIL} where id::text = $1`,
    [person, await hashPassword(password, row.name)],
  );
  if (forgetDevice) {
    await tx.query(
      "update catalogue.person set totp_secret = null, totp_since = null, totp_step = null, sso_subject = null where id::text = $1",
      [person],
    );
    await tx.query("delete from catalogue.recovery_code where person::text = $1", [person]);
  }
  await endSessionsOf(tx, person);
  await recordAudit(tx, actor, "person.reset", `user:${person}`, now(), { forgetDevice });
  return { name: row.name, password };
}

/** Whoever comes by the single sign-on needs no temporary password: it is good for nothing any more. */
export async function voidTemporaryPassword(tx: WriteTx, actor: Actor, { now }: Pick<Effects, "now">): Promise<void> {
  const voided = await tx.query(
    `with voided as (update catalogue.person set password_hash = '-', must_change = false, temporary_until = null
       where id::text = $1 and must_change returning id) select id from voided`,
    [personOf(actor)],
  );
  if (voided.length > 0) await recordAudit(tx, actor, "person.password-void", actor.key, now());
}

/**
 * Who the single sign-on says that this is, from the first time on. Throws `session.sso-other` where the name belongs to somebody else
 * there by now. Another provider begins anew.
 */
export async function demandSameSubject(
  tx: WriteTx,
  actor: Actor,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  { now }: Pick<Effects, "now">,
): Promise<void> {
  const [row] = await tx.query<{ known: string | null }>(
    "select sso_subject as known from catalogue.person where id::text = $1 for update",
    [personOf(actor)],
  );
  const [known, asked] = [row?.known ?? undefined, `${issuer} ${subject}`];
  if (known === asked) return;
  if (known?.startsWith(`${issuer} `) === true) throw new Fault("session.sso-other", { person: actor.name });
  await tx.query("update catalogue.person set sso_subject = $2 where id::text = $1", [personOf(actor), asked]);
  await recordAudit(tx, actor, "person.single-sign-on", actor.key, now());
}
