/**
 * The second step of signing in: a code of a device (TOTP, RFC 6238: six digits, thirty seconds, SHA-1, what every such app knows), or
 * one of ten recovery codes. A code is good for its own interval and the one before and after, and never twice. The secret is sealed
 * with the server's key where it has one; recovery codes are kept as hashes.
 */
import { createHash } from "node:crypto";
import { generateSecret, generateURI, verifySync } from "otplib";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { demandOwnPassword, personOf } from "./account.ts";
import { recordAudit } from "./audit.ts";
import { endSessionsOf } from "./person-sessions.ts";
import { makeSpokenCode } from "./spoken-code.ts";
import { openSecret, sealSecret } from "./webhook-secret.ts";

const PERIOD = 30;
const RECOVERY_CODES = 10;
/** 118 bits: too many to be guessed from a plain hash. */
const RECOVERY_GROUPS = 6;

interface TotpRow {
  totp_secret: string | null;
  totp_since: Date | null;
  totp_step: string | null;
}

async function findTotp(tx: ReadTx, person: string): Promise<TotpRow | undefined> {
  const [row] = await tx.query<TotpRow>(
    "select totp_secret, totp_since, totp_step from catalogue.person where id::text = $1",
    [person],
  );
  return row;
}

/** Is a second step asked of this actor? */
export async function hasSecondStep(tx: ReadTx, actor: Actor): Promise<boolean> {
  return (await findTotp(tx, personOf(actor)))?.totp_since != null;
}

export interface TotpSetup {
  /** For typing it off. */
  readonly secret: string;
  /** For a QR code. */
  readonly address: string;
}

/** The secret that is being set up; undefined where none is. Throws `account.second-step-on`. */
export async function findTotpSetup(tx: ReadTx, actor: Actor, key: string | undefined): Promise<TotpSetup | undefined> {
  const person = personOf(actor);
  const kept = await findTotp(tx, person);
  if (kept?.totp_since != null) throw new Fault("account.second-step-on");
  const secret = kept?.totp_secret == null ? undefined : openSecret(kept.totp_secret, person, key);
  if (secret === undefined) return undefined;
  return { secret, address: generateURI({ issuer: "Jendela Sulsel", label: actor.name, secret }) };
}

/** Begins setting it up: a secret is made where there is none. Throws `account.second-step-on`. */
export async function startTotp(tx: WriteTx, actor: Actor, key: string | undefined): Promise<void> {
  if ((await findTotpSetup(tx, actor, key)) !== undefined) return;
  const person = personOf(actor);
  await tx.query("update catalogue.person set totp_secret = $2, totp_step = null where id::text = $1", [
    person,
    sealSecret(generateSecret(), person, key),
  ]);
}

/** The interval whose code this is and which comes after the last used one; undefined for any other text. */
function stepOfCode(secret: string, code: string, last: string | null, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: PERIOD,
    ...(last === null ? {} : { afterTimeStep: Number(last) }),
  });
  return result.valid && "timeStep" in result ? result.timeStep : undefined;
}

/** Notes that the interval's code was used; false where somebody was quicker with the same code. */
async function takeStep(tx: WriteTx, person: string, step: number): Promise<boolean> {
  const used = await tx.query(
    `with used as (update catalogue.person set totp_step = $2
       where id::text = $1 and (totp_step is null or totp_step < $2) returning id) select id from used`,
    [person, step],
  );
  return used.length === 1;
}

const hashOf = (code: string): Buffer => createHash("sha256").update(code).digest();

/** "abcd-efgh-…" as people copy it. */
const plainCode = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** From now on a second step is asked for. The recovery codes are in the answer and nowhere else. Throws `account.wrong-code`. */
export async function confirmTotp(
  tx: WriteTx,
  actor: Actor,
  code: string,
  { key, session }: { readonly key: string | undefined; readonly session: string },
  { now }: Pick<Effects, "now">,
): Promise<readonly string[]> {
  const person = personOf(actor);
  const row = await findTotp(tx, person);
  if (row?.totp_since != null) throw new Fault("account.second-step-on");
  const secret = row?.totp_secret == null ? undefined : openSecret(row.totp_secret, person, key);
  const step = secret === undefined ? undefined : stepOfCode(secret, code.replaceAll(/\s/g, ""), null, now());
  if (step === undefined || !(await takeStep(tx, person, step))) throw new Fault("account.wrong-code");
  await tx.query("update catalogue.person set totp_since = $2 where id::text = $1", [person, now()]);
  const codes = Array.from({ length: RECOVERY_CODES }, () => makeSpokenCode(RECOVERY_GROUPS));
  await tx.query("delete from catalogue.recovery_code where person::text = $1", [person]);
  for (const each of codes)
    await tx.query("insert into catalogue.recovery_code (person, hash) values ($1, $2)", [
      person,
      hashOf(plainCode(each)),
    ]);
  await endSessionsOf(tx, person, session);
  await recordAudit(tx, actor, "person.second-step-on", actor.key, now());
  return codes;
}

/** Is this the code of now, or a recovery code? Either is used up by the question. */
export async function takeSecondStep(
  tx: WriteTx,
  actor: Actor,
  code: string,
  key: string | undefined,
  now: Date,
): Promise<boolean> {
  const person = personOf(actor);
  const row = await findTotp(tx, person);
  if (row?.totp_since == null || row.totp_secret === null) return false;
  const secret = openSecret(row.totp_secret, person, key);
  const step = secret === undefined ? undefined : stepOfCode(secret, code.replaceAll(/\s/g, ""), row.totp_step, now);
  if (step !== undefined) return takeStep(tx, person, step);
  const used = await tx.query(
    `with used as (delete from catalogue.recovery_code where person::text = $1 and hash = $2 returning person) select person from used`,
    [person, hashOf(plainCode(code))],
  );
  if (used.length === 1) await recordAudit(tx, actor, "person.recovery-code", actor.key, now);
  return used.length === 1;
}

/** The password alone is enough again. Throws `account.wrong-password`. */
export async function dropTotp(
  tx: WriteTx,
  actor: Actor,
  password: string,
  { now }: Pick<Effects, "now">,
): Promise<void> {
  await demandOwnPassword(tx, actor, password);
  const person = personOf(actor);
  await tx.query(
    "update catalogue.person set totp_secret = null, totp_since = null, totp_step = null where id::text = $1",
    [person],
  );
  await tx.query("delete from catalogue.recovery_code where person::text = $1", [person]);
  await recordAudit(tx, actor, "person.second-step-off", actor.key, now());
}
