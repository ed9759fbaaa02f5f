/**
 * Who is signed in with a browser. What the browser has is 256 random bits; kept is their hash. A session ends when it is left unused, a
 * fixed time after it began, when the person signs out, and when the person is disabled. The role is the person's of now. The database's
 * clock alone decides: a server whose clock jumps must sign nobody out.
 */
import { createHash, randomBytes } from "node:crypto";
import { type Actor, PUBLIC } from "../kernel/actor.ts";
import type { AgencySlug } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";

/** How long a session lasts. */
export interface SessionLife {
  readonly hours: number;
  /** Without a request for so long, it is over. */
  readonly idleMinutes: number;
}

/** Where a session was begun, to be recognised by its owner. */
export interface SessionPlace {
  readonly address?: string | undefined;
  readonly browser?: string | undefined;
}

/** What the browser is given and nobody else. */
export type SessionSecret = string & { readonly brand: "SessionSecret" };

export interface Session {
  readonly actor: Actor;
  /** Names the session to its owner, and is of no use to anybody else. */
  readonly id: string;
  /** It is a minute or more since a use was written down. */
  readonly isUseOld: boolean;
  /** The password is a temporary one: nothing is open but the page where it is changed. */
  readonly mustChange: boolean;
  /** The person signs in with a second step. */
  readonly hasSecondStep: boolean;
}

const MAX_TEXT = 200;

const hashOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** 43 characters of base64url; anything else is not looked for. */
export const readSecret = (text: string | undefined): SessionSecret | undefined =>
  text !== undefined && /^[\w-]{43}$/.test(text) ? (text as SessionSecret) : undefined; // the shape of one

/** A text that a form carries, to prove that this server made it for this session. */
export const csrfTokenOf = (secret: SessionSecret): string =>
  createHash("sha256").update(`form ${secret}`).digest("base64url");

/** Begins a session of a person ("user:<id>"). Sessions that are over are swept with it. */
export async function beginSession(
  tx: WriteTx,
  actor: Actor,
  { address, browser }: SessionPlace,
  { hours }: SessionLife,
  now: Date,
): Promise<SessionSecret> {
  const secret = randomBytes(32).toString("base64url") as SessionSecret; // the only place that makes one
  await tx.query("delete from catalogue.session where expires_at < now()");
  await tx.query(
    `insert into catalogue.session (hash, person, created_at, used_at, expires_at, address, browser)
     values ($1, $2, now(), now(), now() + make_interval(hours => $3), $4, $5)`,
    [hashOf(secret), personOf(actor), hours, address?.slice(0, MAX_TEXT) ?? null, browser?.slice(0, MAX_TEXT) ?? null],
  );
  await recordAudit(tx, actor, "person.sign-in", actor.key, now);
  return secret;
}

const personOf = ({ key }: Actor): string => {
  if (!key.startsWith("user:")) throw new RangeError("only a person signs in");
  return key.slice("user:".length);
};

interface SessionRow {
  id: string;
  name: string;
  role: Actor["role"];
  agency: AgencySlug | null;
  is_use_old: boolean;
  must_change: boolean;
  has_second_step: boolean;
}

/** Undefined for an unknown session, one that is over, or one of somebody who was disabled. */
export async function findSession(
  tx: ReadTx,
  secret: SessionSecret,
  { idleMinutes }: SessionLife,
): Promise<Session | undefined> {
  const hash = hashOf(secret);
  const [row] = await tx.query<SessionRow>(
    `select p.id, p.name, p.role, p.agency, p.must_change, p.totp_since is not null as has_second_step, s.used_at < now() - interval '1 minute' as is_use_old
     from catalogue.session s join catalogue.person p on p.id = s.person
     where s.hash = $1 and s.expires_at > now() and s.used_at > now() - make_interval(mins => $2) and p.disabled_at is null`,
    [hash, idleMinutes],
  );
  if (row === undefined) return undefined;
  const { id, name, role, agency } = row;
  return {
    actor: { key: `user:${id}`, name, role, agency: agency ?? undefined },
    id: hash.toString("hex").slice(0, 32),
    isUseOld: row.is_use_old,
    mustChange: row.must_change,
    hasSecondStep: row.has_second_step,
  };
}

/** Asked for at most once a minute by whoever uses it. */
export async function noteSessionUse(tx: WriteTx, secret: SessionSecret): Promise<void> {
  await tx.query("update catalogue.session set used_at = now() where hash = $1", [hashOf(secret)]);
}

/** Nothing happens where there is none. */
export async function endSession(tx: WriteTx, secret: SessionSecret, now: Date): Promise<void> {
  const [ended] = await tx.query<Pick<SessionRow, "id" | "name" | "role">>(
    `with ended as (delete from catalogue.session where hash = $1 returning person)
     select p.id, p.name, p.role from ended join catalogue.person p on p.id = ended.person`,
    [hashOf(secret)],
  );
  if (ended === undefined) return;
  const { id, name, role } = ended;
  await recordAudit(tx, { key: `user:${id}`, name, role }, "person.sign-out", `user:${id}`, now);
}

/** Somebody guessed too often. The name is told only where it is a person's: others may be a password in the wrong field. */
export async function recordLockOut(tx: WriteTx, name: string, now: Date): Promise<void> {
  const [person] = await tx.query<{ id: string }>("select id from catalogue.person where lower(name) = lower($1)", [
    name,
  ]);
  await recordAudit(tx, PUBLIC, "person.lock-out", person === undefined ? "person:unknown" : `user:${person.id}`, now);
}
